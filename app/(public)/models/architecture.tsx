import { getFormatter, getTranslations } from "next-intl/server";
import styles from "@/app/(public)/models/models.module.css";
import {
  type ArchitecturePart,
  architectureParts,
  type DrawnLayer,
} from "@/lib/figures/architecture-parts";
import type { ArchitectureView } from "@/lib/figures/training-data";

/** One network as a column of layers, from the window to the probabilities. */
export async function ArchitectureColumn({ network }: { network: ArchitectureView }) {
  const t = await getTranslations("models.architecture");
  const format = await getFormatter();
  return (
    <li className={styles.network}>
      <h3>{network.model}</h3>
      <p className={styles.soft}>{t("parameters", { count: format.number(network.parameters) })}</p>
      <ol className={styles.layers}>
        {architectureParts(network).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
          <Part key={index} part={part} />
        ))}
      </ol>
    </li>
  );
}

async function Part({ part }: { part: ArchitecturePart }) {
  const t = await getTranslations("models.architecture");
  if (part.kind === "layer") {
    return (
      <li>
        <Layer layer={part.layer} />
      </li>
    );
  }
  return (
    <li className={styles.block}>
      <p>{t("block", { times: part.times })}</p>
      {part.layers.map((layer, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
        <Layer key={index} layer={layer} />
      ))}
      <p className={styles.soft}>{part.shortcut ? t("convShortcut") : t("shortcut")}</p>
    </li>
  );
}

async function Layer({ layer }: { layer: DrawnLayer }) {
  const t = await getTranslations("models.architecture");
  const format = await getFormatter();
  const details = [
    layer.kernel && layer.kind !== "pool" ? t("kernel", { steps: layer.kernel }) : "",
    layer.stride && layer.stride > 1 ? t("stride", { steps: layer.stride }) : "",
    ...layer.after.map((name) => t(`after.${name}`)),
  ].filter(Boolean);
  return (
    <div className={`${styles.layer} ${styles[layer.kind] ?? ""}`}>
      <strong>{t(`kind.${layer.kind}`)}</strong>
      <span>{layer.output.join(" × ")}</span>
      {details.length > 0 ? <span>{details.join(", ")}</span> : null}
      {layer.parameters > 0 ? (
        <span>{t("weights", { count: format.number(layer.parameters) })}</span>
      ) : null}
    </div>
  );
}
