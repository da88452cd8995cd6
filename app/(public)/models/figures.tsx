import { getFormatter, getTranslations } from "next-intl/server";
import { ActivationBrowser } from "@/app/(public)/models/activation-browser";
import { Drawing } from "@/app/(public)/models/drawing";
import styles from "@/app/(public)/models/models.module.css";
import type { ActivationData } from "@/lib/figures/activation-data";
import {
  activationCourseSvg,
  activationOutputSvg,
  outputsOf,
} from "@/lib/figures/activation-figure";
import type { ConfidenceData } from "@/lib/figures/confidence-data";
import {
  confidenceByClassSvg,
  confidenceHeatMapsSvg,
  entropySvg,
  reliabilitySvg,
} from "@/lib/figures/confidence-figure";
import { plainName } from "@/lib/figures/plain-name";

/** Digits that change when any of the weights do: addresses of pictures carry them. */
const versionOf = (models: readonly { checkpoint: string }[]) =>
  models.map(({ checkpoint }) => checkpoint.slice(0, 6)).join("");

function sizeOf(svg: string) {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** Figure 9: heat maps, confidence by class, entropy, calibration. */
export async function Figure9({ data }: { data: ConfidenceData }) {
  const t = await getTranslations("models.confidence");
  const format = await getFormatter();
  const reliability = reliabilitySvg(data);
  const share = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: 1 });
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <section className={styles.drawing} aria-label={t("heatMaps")} tabIndex={0}>
        {/* biome-ignore lint/performance/noImgElement: a vector drawing of our own */}
        <img
          {...sizeOf(confidenceHeatMapsSvg(data))}
          loading="lazy"
          src={`/api/public/figures/confidence?v=${versionOf(data.models)}`}
          alt={t("alt", { models: data.models.map(({ model }) => model).join(", ") })}
        />
      </section>
      <ul className={styles.numbers}>
        {data.models.map(({ model, mean, entropy, binaryLike, calibration }) => (
          <li key={model}>
            {t("numbers", {
              model,
              mean: mean.toFixed(3),
              entropy: entropy.toFixed(3),
              values: share(binaryLike.values),
              decided: share(binaryLike.decided),
              error: calibration ? calibration.error.toFixed(3) : "–",
            })}
          </li>
        ))}
      </ul>
      <Drawing svg={confidenceByClassSvg(data)} label={t("byClass")} />
      <Drawing svg={entropySvg(data)} label={t("entropy")} />
      {reliability ? <Drawing svg={reliability} label={t("calibration")} /> : null}
      <p className={styles.soft}>
        {t("how", {
          steps: data.steps,
          temperature: data.temperature,
          seed: data.seed,
          windows: data.heldOut?.windows ?? 0,
        })}
      </p>
    </>
  );
}

/** Figure 10: all outputs to browse, and how the objective converged. */
export async function Figure10({ data }: { data: ActivationData }) {
  const t = await getTranslations("models.activation");
  const outputs = outputsOf(data).map((output) => ({
    output,
    name: plainName(data.classes[output]!),
    models: data.models.flatMap(({ model, outputs: all }) => {
      const found = all.find((one) => one.output === output);
      if (!found) return [];
      const { logit, objective, bestWindow, separation } = found;
      return [{ model, logit, objective, best: bestWindow?.objective ?? null, separation }];
    }),
  }));
  const { steps, rate, l2, totalVariation, constraint } = data.settings;
  return (
    <>
      <ActivationBrowser
        outputs={outputs}
        size={sizeOf(activationOutputSvg(data, outputs[0]!.output))}
        version={versionOf(data.models)}
      />
      <Drawing svg={activationCourseSvg(data)} label={t("course")} />
      <p className={styles.soft}>
        {t("how", { steps, rate, l2, totalVariation, constraint, windows: data.windows })}
      </p>
    </>
  );
}
