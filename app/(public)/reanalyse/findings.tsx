"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/button";
import { formatNumber, shownP } from "@/app/(public)/_statistics/format";
import { pngOf, saveFile } from "@/app/(public)/_statistics/save-file";
import styles from "@/app/(public)/_statistics/statistics.module.css";
import { contrastFigureOf } from "@/lib/figures/contrast-data";
import { contrastCaption, contrastFigureSvg } from "@/lib/figures/contrast-figure";
import type { StatsReport } from "@/lib/stats/analyse";
import type { RatingsFile } from "@/lib/stats/reading/read-ratings";
import { resultWords } from "@/lib/stats/result-words";
import { DimensionFindings } from "./dimension-findings";

interface Props {
  name: string;
  report: StatsReport;
  reading: Omit<RatingsFile, "rows">;
}

/** What a table says: counts, both analyses by dimension, the figure, the words to paste. */
export function Findings({ name, report, reading }: Props) {
  const t = useTranslations("reanalyse");
  const { emptyRatings, otherColumns, notes } = reading;
  return (
    <>
      <section className={styles.panel} aria-labelledby="found">
        <h2 id="found">{t("found")}</h2>
        <p>
          {t("counts", {
            name,
            ratings: report.ratings,
            participants: report.participants,
            stimuli: report.stimuli,
            conditions: report.conditions.length,
          })}
        </p>
        {report.leftOut.repeats + report.leftOut.otherTrials + emptyRatings > 0 ? (
          <p className={styles.soft}>
            {t("leftOut", {
              repeats: report.leftOut.repeats,
              other: report.leftOut.otherTrials,
              empty: emptyRatings,
            })}
          </p>
        ) : null}
        {otherColumns.length > 0 ? (
          <p className={styles.soft}>{t("otherColumns", { names: otherColumns.join(", ") })}</p>
        ) : null}
        {notes.length > 0 ? (
          <>
            <p>{t("notes")}</p>
            <ul lang="en">
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </>
        ) : null}
        <p>{t("why")}</p>
      </section>
      {report.dimensions.map((dimension) => (
        <DimensionFindings key={dimension.dimension} dimension={dimension} />
      ))}
      <Picture name={name} report={report} />
      <section className={styles.panel} aria-labelledby="words">
        <h2 id="words">{t("words")}</h2>
        {resultWords(report)
          .split("\n\n")
          .map((paragraph) => (
            <p key={paragraph} lang="en">
              {paragraph}
            </p>
          ))}
      </section>
      <Anchors report={report} />
    </>
  );
}

function Picture({ name, report }: Pick<Props, "name" | "report">) {
  const t = useTranslations("reanalyse");
  const figure = contrastFigureOf(report, {
    ranges: {},
    excluded: 0,
    analysisSet: "first presentations of main trials",
    stamps: [`Computed from ${name}.`],
  });
  if (figure.dimensions.length === 0) return null;
  const file = () => contrastFigureSvg(figure, true);
  return (
    <section className={styles.panel} aria-labelledby="picture">
      <h2 id="picture">{t("figure")}</h2>
      <figure className={styles.figure} lang="en">
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own figure, every text in it escaped */}
        <div dangerouslySetInnerHTML={{ __html: contrastFigureSvg(figure) }} />
        <figcaption>{contrastCaption(figure)}</figcaption>
      </figure>
      <div className={styles.row}>
        <Button
          look="secondary"
          onClick={() => saveFile("differences.svg", new Blob([file()], { type: "image/svg+xml" }))}
        >
          SVG
        </Button>
        <Button
          look="secondary"
          onClick={() => void pngOf(file()).then((png) => saveFile("differences.png", png))}
        >
          PNG
        </Button>
      </div>
    </section>
  );
}

function Anchors({ report }: { report: StatsReport }) {
  const t = useTranslations("reanalyse");
  const lines = report.dimensions.flatMap(({ dimension, anchors }) =>
    anchors.map((line) => ({ dimension, ...line })),
  );
  if (lines.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="anchors">
      <h2 id="anchors">{t("anchors")}</h2>
      {lines.map(({ dimension, anchor, description, gap, above, participants }) => (
        <p key={`${dimension} ${anchor}`}>
          {t("anchorLine", {
            dimension,
            anchor,
            mean: formatNumber(description.mean),
            gap: formatNumber(gap?.estimate),
            p: shownP(gap?.p),
            above,
            participants,
          })}
        </p>
      ))}
    </section>
  );
}
