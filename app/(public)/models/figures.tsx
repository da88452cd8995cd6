import { getFormatter, getTranslations } from "next-intl/server";
import { publicFigure } from "@/app/_server/public-figures";
import { ActivationBrowser } from "@/app/(public)/models/activation-browser";
import { LazyDrawing } from "@/app/(public)/models/drawing";
import styles from "@/app/(public)/models/models.module.css";
import type { ActivationData } from "@/lib/figures/activation-data";
import { outputsOf } from "@/lib/figures/activation-figure";
import type { ConfidenceData } from "@/lib/figures/confidence-data";
import { plainName } from "@/lib/figures/plain-name";

/** Figure 9: heat maps, confidence by class, entropy, calibration. */
export async function Figure9({ data }: { data: ConfidenceData }) {
  const t = await getTranslations("models.confidence");
  const format = await getFormatter();
  const share = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: 1 });
  return (
    <>
      <LazyDrawing
        name="confidence-maps"
        label={t("alt", { models: data.models.map(({ model }) => model).join(", ") })}
      />
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
      <LazyDrawing name="confidence-by-class" label={t("byClass")} />
      <LazyDrawing name="confidence-entropy" label={t("entropy")} />
      <LazyDrawing name="confidence-calibration" label={t("calibration")} />
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
    picture: pictureOf(output),
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
      <ActivationBrowser outputs={outputs} />
      <LazyDrawing name="activation-course" label={t("course")} />
      <p className={styles.soft}>
        {t("how", { steps, rate, l2, totalVariation, constraint, windows: data.windows })}
      </p>
    </>
  );
}

/** Where an output's picture is, and its size. */
function pictureOf(output: number) {
  const { source, width, height } = publicFigure(`activation-${output}`)!;
  return { src: source, width, height };
}
