import fieldStyles from "@/app/admin/_desk/desk-fields.module.css";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import partStyles from "@/app/admin/_desk/desk-parts.module.css";
import { Panel, Table } from "@/app/admin/_desk/parts";
import { CaptionedDrawing, Downloads } from "@/app/admin/(desk)/studies/[slug]/_results/drawing";
import { pValue, range, signed } from "@/app/admin/(desk)/studies/[slug]/_results/words";
import { contrastCaption, contrastFigureSvg } from "@/lib/figures/contrast-figure";
import { studyContrastFigure } from "@/lib/services/result/study-contrast-figure";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import type { DimensionReport, StatsReport } from "@/lib/stats/analyse";

/** Means and differences as a figure, and the naive analysis beside the crossed one. */
export function BesideNumbers({
  facts,
  report,
  stamps,
}: {
  facts: StudyFacts;
  report: StatsReport;
  stamps: string[];
}) {
  const figure = studyContrastFigure(facts, report, stamps);
  return (
    <>
      <Panel
        title="Means and differences"
        acts={<Downloads slug={facts.slug} query="kind=differences" />}
      >
        <CaptionedDrawing svg={contrastFigureSvg(figure)} caption={contrastCaption(figure)} />
      </Panel>
      <Panel title="The usual analysis beside ours">
        <p className={frameStyles.lead}>
          Ratings by one listener go together, and so do ratings of one piece. A pooled t test takes
          them all as unrelated facts and rejects a true null about four times in ten; pairing by
          listener still forgets that the pieces are a sample too. The crossed analysis takes both
          as random: where its p-value is larger, that is the honest price of few listeners or few
          pieces.
        </p>
        {report.dimensions.map((dimension) => (
          <DimensionBeside
            key={dimension.dimension}
            dimension={dimension}
            planned={report.confirmatory}
          />
        ))}
      </Panel>
    </>
  );
}

interface DimensionBesideProps {
  dimension: DimensionReport;
  /** the plan's tests: their adjustment is over the whole family and stands here too */
  planned: StatsReport["confirmatory"];
}

function DimensionBeside({ dimension, planned }: DimensionBesideProps) {
  const { crossed, naive, holmWithin } = dimension;
  if (crossed.kind === "none") {
    return (
      <p>
        <strong>{dimension.dimension}</strong>: {crossed.reason}
      </p>
    );
  }
  const { f, df1, df2, p } = crossed.omnibus;
  const rows = crossed.differences.map((difference, index) => ({
    ...difference,
    pHolm:
      planned.find(
        (test) =>
          test.dimension === dimension.dimension &&
          [test.first, test.second].sort().join() ===
            [difference.first, difference.second].sort().join(),
      )?.pHolm ?? holmWithin[index],
    naive: naive.pairs.find(
      ({ first, second }) => first === difference.first && second === difference.second,
    ),
  }));
  return (
    <section className={partStyles.block}>
      <h3>{dimension.dimension}</h3>
      <Table
        caption={`Naive and crossed analysis of ${dimension.dimension}`}
        rows={rows}
        rowKey={({ first, second }) => `${first} ${second}`}
        columns={[
          { key: "pair", head: "Difference", cell: (row) => `${row.first} − ${row.second}` },
          {
            key: "pooled",
            head: "Pooled",
            number: true,
            cell: (row) => range(row.naive?.pooled?.interval),
          },
          { key: "ppooled", head: "p", number: true, cell: (row) => pValue(row.naive?.pooled?.p) },
          {
            key: "ppaired",
            head: "p, paired by listener",
            number: true,
            cell: (row) => pValue(row.naive?.paired?.p),
          },
          { key: "estimate", head: "Crossed", number: true, cell: (row) => signed(row.estimate) },
          { key: "interval", head: "Interval", number: true, cell: (row) => range(row.interval) },
          { key: "df", head: "df", number: true, cell: (row) => signed(row.df, 1) },
          { key: "p", head: "p", number: true, cell: (row) => pValue(row.p) },
          { key: "holm", head: "p (Holm)", number: true, cell: (row) => pValue(row.pHolm) },
        ]}
      />
      <p className={fieldStyles.hint}>
        {crossed.method}: {crossed.formula}; F({df1}, {df2.toFixed(1)}) = {f.toFixed(2)}, p{" "}
        {pValue(p)}. Variances:{" "}
        {crossed.components
          .map(({ name, variance }) => `${name} ${variance.toFixed(3)}`)
          .join(", ")}
        . {crossed.notes.join(" ")}
      </p>
    </section>
  );
}
