import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { Panel, Table } from "@/app/admin/_desk/parts";
import { pValue, range, signed } from "@/app/admin/(desk)/studies/[slug]/_results/words";
import type { AnalysisVariant } from "@/lib/stats/study-analysis";

interface Row {
  variant: AnalysisVariant;
  test: AnalysisVariant["tests"][number] | null;
}

/** The planned contrasts under each declared exclusion rule, without any, and with all ratings. */
export function Variants({ variants }: { variants: readonly AnalysisVariant[] }) {
  const rows = variants.flatMap((variant): Row[] =>
    variant.tests.length > 0
      ? variant.tests.map((test) => ({ variant, test }))
      : [{ variant, test: null }],
  );
  return (
    <Panel title="Under each exclusion rule">
      <p className={frameStyles.lead}>
        The same contrasts when other sessions count. They differ little where exclusions do not
        decide the result.
      </p>
      <Table
        caption="Planned contrasts under each exclusion rule"
        rows={rows}
        rowKey={({ variant, test }) =>
          `${variant.name} ${test?.dimension} ${test?.first} ${test?.second}`
        }
        columns={[
          { key: "who", head: "Who counts", cell: ({ variant }) => variant.name },
          {
            key: "n",
            head: "Participants",
            number: true,
            cell: ({ variant }) => variant.participants,
          },
          { key: "ratings", head: "Ratings", number: true, cell: ({ variant }) => variant.ratings },
          {
            key: "contrast",
            head: "Contrast",
            cell: ({ variant, test }) =>
              test ? `${test.dimension}: ${test.first} − ${test.second}` : variant.reason,
          },
          {
            key: "estimate",
            head: "Difference",
            number: true,
            cell: ({ test }) => signed(test?.estimate),
          },
          {
            key: "interval",
            head: "Interval",
            number: true,
            cell: ({ test }) => range(test?.interval),
          },
          { key: "p", head: "p", number: true, cell: ({ test }) => pValue(test?.p) },
          { key: "holm", head: "p (Holm)", number: true, cell: ({ test }) => pValue(test?.pHolm) },
        ]}
      />
    </Panel>
  );
}
