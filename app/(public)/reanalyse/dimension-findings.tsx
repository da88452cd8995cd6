"use client";

import { useTranslations } from "next-intl";
import { formatNumber, shownP } from "@/app/(public)/_statistics/format";
import styles from "@/app/(public)/_statistics/statistics.module.css";
import type { DimensionReport } from "@/lib/stats/analyse";
import type { Needed } from "@/lib/stats/power";

/** One dimension: naive beside crossed, and the power that the study had. */
export function DimensionFindings({ dimension }: { dimension: DimensionReport }) {
  const id = `dimension-${dimension.dimension}`.replace(/[^\w-]/g, "_");
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <h2 id={id}>{dimension.dimension}</h2>
      <Pairs dimension={dimension} />
      <Power dimension={dimension} />
    </section>
  );
}

function Pairs({
  dimension: { crossed, naive, holmWithin, dimension },
}: {
  dimension: DimensionReport;
}) {
  const t = useTranslations("reanalyse");
  if (crossed.kind === "none") {
    return (
      <p>
        {t("notPossible")} <span lang="en">{crossed.reason}</span>
      </p>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={t("pairs", { dimension })} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("head.pair")}</th>
              <th scope="col" className={styles.number}>
                {t("head.pooled")}
              </th>
              <th scope="col" className={styles.number}>
                {t("head.paired")}
              </th>
              <th scope="col" className={`${styles.number} ${styles.ours}`}>
                {t("head.crossed")}
              </th>
              <th scope="col" className={`${styles.number} ${styles.ours}`}>
                {t("head.interval")}
              </th>
              <th scope="col" className={`${styles.number} ${styles.ours}`}>
                {t("head.p")}
              </th>
              <th scope="col" className={`${styles.number} ${styles.ours}`}>
                {t("head.holm")}
              </th>
            </tr>
          </thead>
          <tbody>
            {crossed.differences.map(({ first, second, estimate, interval, p }, index) => {
              const other = naive.pairs.find((one) => one.first === first && one.second === second);
              return (
                <tr key={`${first} ${second}`}>
                  <th scope="row">
                    {first} − {second}
                  </th>
                  <td className={styles.number}>{shownP(other?.pooled?.p)}</td>
                  <td className={styles.number}>{shownP(other?.paired?.p)}</td>
                  <td className={`${styles.number} ${styles.ours}`}>{formatNumber(estimate)}</td>
                  <td className={`${styles.number} ${styles.ours}`}>
                    {formatNumber(interval.low)} … {formatNumber(interval.high)}
                  </td>
                  <td className={`${styles.number} ${styles.ours}`}>{shownP(p)}</td>
                  <td className={`${styles.number} ${styles.ours}`}>{shownP(holmWithin[index])}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p className={styles.soft} lang="en">
        {crossed.method}: {crossed.formula}. {crossed.notes.join(" ")}
      </p>
    </>
  );
}

function Power({ dimension: { sensitivity } }: { dimension: DimensionReport }) {
  const t = useTranslations("reanalyse");
  if (sensitivity.kind === "none") return null;
  const needed = (one: Needed, name: "needParticipants" | "needStimuli") =>
    one.kind === "number" ? t(name, { n: one.value }) : one.reason;
  return (
    <>
      <h3>{t("power")}</h3>
      <p>
        {t("had", {
          difference: formatNumber(sensitivity.difference),
          power: Math.round(100 * sensitivity.power),
          detectable: formatNumber(sensitivity.detectable),
        })}
      </p>
      <p>{needed(sensitivity.stimuliNeeded, "needStimuli")}</p>
      <p>{needed(sensitivity.participantsNeeded, "needParticipants")}</p>
      <p className={styles.soft}>
        {t("floor", {
          half: formatNumber(sensitivity.halfWidth),
          floor: formatNumber(sensitivity.floor),
        })}
      </p>
    </>
  );
}
