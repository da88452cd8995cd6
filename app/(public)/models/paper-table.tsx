import { getFormatter, getTranslations } from "next-intl/server";
import styles from "@/app/(public)/models/models.module.css";
import type { ComparedView } from "@/lib/figures/training-data";

type Row = ComparedView["rows"][number];

/** The paper's training table, each number with ours beside it, and how far the orders agree. */
export async function PaperTable({ table }: { table: ComparedView }) {
  const [t, format] = [await getTranslations("models.paper"), await getFormatter()];
  const fixed = (value: number | null, digits: number) =>
    value === null
      ? "–"
      : format.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const beside = ({ paper, ours, ratio }: Row["loss"], digits: number) =>
    [fixed(paper, digits), fixed(ours, digits), fixed(ratio, 2)] as const;
  const epoch = ({ convergeEpoch: { ours }, passes, diverged }: Row) => {
    if (passes === 0) return t("notRun");
    if (ours === null) return t("notYet", { passes });
    if (ours < 0) return diverged ? t("diverged", { pass: passes + 1 }) : t("never");
    return String(ours);
  };
  const cells = (row: Row): [name: string, text: string][] => {
    const [loss, lossOurs, lossRatio] = beside(row.loss, 4);
    const [time, timeOurs, timeRatio] = beside(row.msPerBatch, 2);
    const [weights, weightsOurs] = beside(row.weights, 2);
    const { paper } = row.convergeEpoch;
    return [
      ...([
        ["loss", loss],
        ["lossOurs", lossOurs],
        ["lossRatio", lossRatio],
      ] as const),
      ...([
        ["time", time],
        ["timeOurs", timeOurs],
        ["timeRatio", timeRatio],
      ] as const),
      ...([
        ["epoch", paper < 0 ? t("never") : String(paper)],
        ["epochOurs", epoch(row)],
      ] as const),
      ...([
        ["weights", weights],
        ["weightsOurs", weightsOurs],
      ] as const),
    ].map(([name, text]) => [name, text]);
  };
  const tau = ({ tau: value, models }: ComparedView["lossTau"]) =>
    value === null ? t("noTau", { models }) : t("tau", { tau: fixed(value, 2), models });
  const columns = cells(table.rows[0]!).map(([name]) => name);
  return (
    <>
      <h3>{t("title")}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <section className={styles.scroll} aria-label={t("title")} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("columns.model")}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {t(`columns.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.model}>
                <th scope="row">{row.model}</th>
                {cells(row).map(([name, text]) => (
                  <td key={name}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.soft}>
        {t("orders", { loss: tau(table.lossTau), epoch: tau(table.epochTau) })}
      </p>
      {(["loss", "time", "epoch", "weights"] as const).map((name) => (
        <p key={name} className={styles.soft}>
          {t(`differs.${name}`)}
        </p>
      ))}
    </>
  );
}
