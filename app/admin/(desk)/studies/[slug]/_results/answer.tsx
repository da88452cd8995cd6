import type { ReactNode } from "react";
import { CopyButton } from "@/app/_components/copy-button";
import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { Notice, Panel, Table } from "@/app/admin/_desk/parts";
import { pValue, range, signed } from "@/app/admin/(desk)/studies/[slug]/_results/words";
import type { StatsReport } from "@/lib/stats/analyse";
import { resultWords } from "@/lib/stats/result-words";

/** The pre-declared answer as a sentence, its scope, what to watch, and the words to paste. */
export function PlannedAnswer({
  report,
  warnings,
  asOf,
}: {
  report: StatsReport;
  warnings: string[];
  asOf: ReactNode;
}) {
  const words = resultWords(report);
  return (
    <Panel
      title="Answer to the declared question"
      acts={<CopyButton text={words} label="Copy the words" copiedLabel="Copied" />}
    >
      <p className={partStyles.answer}>{report.primary?.sentence ?? report.primaryReason}</p>
      <p className={frameStyles.lead}>{report.scope}</p>
      {[...warnings, ...singularFits(report)].map((warning) => (
        <Notice tone="warn" key={warning}>
          {warning}
        </Notice>
      ))}
      {report.confirmatory.length > 0 ? <Confirmatory report={report} /> : null}
      <details className={partStyles.details}>
        <summary>The words to paste</summary>
        {words.split("\n\n").map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </details>
      <p className={fieldStyles.hint}>{asOf}</p>
    </Panel>
  );
}

function singularFits(report: StatsReport): string[] {
  return report.dimensions.flatMap(({ dimension, crossed }) =>
    crossed.kind === "result" && (crossed.singular || !crossed.converged)
      ? [
          `${dimension}: ${crossed.singular ? `the fit is singular, the variance of ${crossed.zeroTerms.join(" and ")} is estimated as zero. The test is still valid; with few participants or pieces it can be a little too sure.` : "the search for the best fit did not settle: read the estimates with care."}`,
        ]
      : [],
  );
}

function Confirmatory({ report }: { report: StatsReport }) {
  const margin = report.confirmatory.find((test) => test.equivalence)?.equivalence?.margin;
  return (
    <Table
      caption="All planned contrasts"
      rows={report.confirmatory}
      rowKey={(test) => `${test.dimension} ${test.first} ${test.second}`}
      columns={[
        {
          key: "contrast",
          head: "Planned contrast",
          cell: (test) => `${test.first} − ${test.second}`,
        },
        { key: "dimension", head: "Dimension", cell: (test) => test.dimension },
        {
          key: "estimate",
          head: "Difference",
          number: true,
          cell: (test) => signed(test.estimate),
        },
        {
          key: "interval",
          head: `${intervalPercent(report)} % interval`,
          number: true,
          cell: (test) => range(test.interval),
        },
        { key: "p", head: "p", number: true, cell: (test) => pValue(test.p) },
        {
          key: "holm",
          head: "p (Holm, all planned)",
          number: true,
          cell: (test) => pValue(test.pHolm),
        },
        ...(margin === undefined
          ? []
          : [
              {
                key: "equal",
                head: `p (equal within ±${margin})`,
                number: true,
                cell: (test: StatsReport["confirmatory"][number]) =>
                  pValue(test.equivalence?.p ?? null),
              },
            ]),
      ]}
    />
  );
}

function intervalPercent(report: StatsReport): number {
  return Number((100 * (report.confirmatory[0]?.interval.level ?? 0.95)).toFixed(1));
}
