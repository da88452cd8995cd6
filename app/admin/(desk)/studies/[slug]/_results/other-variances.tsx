import { Notice, Table } from "@/app/admin/_desk/parts";
import { pValue, range, signed } from "@/app/admin/(desk)/studies/[slug]/_results/words";
import type { DimensionReport } from "@/lib/stats/analyse";

/** The crossed differences with the other variances, and how unequal the clips of the models are. */
export function OtherVariances({ dimension: report }: { dimension: DimensionReport }) {
  // a report that was kept before this analysis existed lacks it until it is computed again
  if (!("beside" in report)) return null;
  const { beside, spread, dimension } = report;
  return (
    <>
      {spread.warning ? <Notice tone="warn">{spread.warning}</Notice> : null}
      {beside.kind === "none" ? (
        <p>{beside.reason}</p>
      ) : (
        <>
          <Table
            caption={`Differences of ${dimension}, variances ${beside.variances}`}
            rows={beside.differences}
            rowKey={({ first, second }) => `${first} ${second}`}
            columns={[
              { key: "pair", head: "Difference", cell: (row) => `${row.first} − ${row.second}` },
              {
                key: "estimate",
                head: "Points",
                number: true,
                cell: ({ estimate }) => signed(estimate),
              },
              {
                key: "interval",
                head: "Interval",
                number: true,
                cell: ({ interval }) => range(interval),
              },
              { key: "df", head: "df", number: true, cell: ({ df }) => signed(df, 1) },
              { key: "p", head: "p", number: true, cell: ({ p }) => pValue(p) },
            ]}
          />
          <p>
            {beside.formula}. {beside.notes.join(" ")}
          </p>
        </>
      )}
      <p>
        SD of the clips' means:{" "}
        {spread.conditions
          .map(({ condition, sd, stimuli }) => `${condition} ${signed(sd)} (${stimuli} clips)`)
          .join(", ")}
        .
      </p>
    </>
  );
}
