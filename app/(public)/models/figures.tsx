import { getFormatter, getTranslations } from "next-intl/server";
import { drawnOnce } from "@/app/_server/drawn-once";
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
import { sha256Hex } from "@/lib/shared/canonical-json";

/** Digits that change when the data do: addresses of pictures carry them. */
const versionOf = drawnOnce((data: object) => sha256Hex(JSON.stringify(data)).slice(0, 12));

function sizeOf(svg: string) {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

const drawings9 = drawnOnce((data: ConfidenceData) => ({
  size: sizeOf(confidenceHeatMapsSvg(data)),
  byClass: confidenceByClassSvg(data),
  entropy: entropySvg(data),
  reliability: reliabilitySvg(data),
}));

const drawings10 = drawnOnce((data: ActivationData) => ({
  size: sizeOf(activationOutputSvg(data, outputsOf(data)[0]!)),
  course: activationCourseSvg(data),
}));

/** Figure 9: heat maps, confidence by class, entropy, calibration. */
export async function Figure9({ data }: { data: ConfidenceData }) {
  const t = await getTranslations("models.confidence");
  const format = await getFormatter();
  const { size, byClass, entropy, reliability } = drawings9(data);
  const share = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: 1 });
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <section className={styles.drawing} aria-label={t("heatMaps")} tabIndex={0}>
        {/* biome-ignore lint/performance/noImgElement: a vector drawing of our own */}
        <img
          {...size}
          loading="lazy"
          src={`/api/public/figures/confidence?v=${versionOf(data)}`}
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
      <Drawing svg={byClass} label={t("byClass")} />
      <Drawing svg={entropy} label={t("entropy")} />
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
  const { size, course } = drawings10(data);
  const { steps, rate, l2, totalVariation, constraint } = data.settings;
  return (
    <>
      <ActivationBrowser outputs={outputs} size={size} version={versionOf(data)} />
      <Drawing svg={course} label={t("course")} />
      <p className={styles.soft}>
        {t("how", { steps, rate, l2, totalVariation, constraint, windows: data.windows })}
      </p>
    </>
  );
}
