import Link from "next/link";
import { Button } from "@/app/_components/button";
import styles from "@/app/admin/_desk/desk-styles";
import { decimals, Empty, Panel, Table } from "@/app/admin/_desk/parts";
import { Downloads, Drawing } from "@/app/admin/(desk)/studies/[slug]/_results/drawing";
import { distributionCaption, distributionFigureSvg } from "@/lib/figures/distribution-figure";
import { originalityCaption, originalityFigureSvg } from "@/lib/figures/originality-figure";
import type { ScoreFigure } from "@/lib/figures/score-data";
import {
  BREAKDOWNS,
  type Breakdown,
  type BreakdownRow,
  retestAgreement,
  scoreBreakdown,
} from "@/lib/services/desk-breakdown";
import type { RatingSelection, ScoreRow } from "@/lib/services/desk-score-table";
import type { StudyFacts } from "@/lib/services/desk-study-facts";
import { originalityFigures, valuesFigure } from "@/lib/services/study-figures";

interface Props {
  facts: StudyFacts;
  figure: ScoreFigure;
  rows: readonly ScoreRow[];
  selection: RatingSelection;
}

/** Which values were given, and rating against originality: pictures before tables. */
export async function Pictures({ facts, figure, rows, selection }: Props) {
  if (rows.length === 0) return null;
  const stimuli = await scoreBreakdown(facts.id, selection, "stimulus");
  const values = valuesFigure(facts, figure, rows);
  const { slug } = facts;
  return (
    <>
      <Panel
        title="Distribution of the values (% of a cell's ratings)"
        acts={<Downloads slug={slug} query={`kind=values&selection=${selection}`} />}
      >
        <Drawing svg={distributionFigureSvg(values)} caption={distributionCaption(values)} />
      </Panel>
      {originalityFigures(figure, stimuli).map(({ id, figure: one }) => (
        <Panel
          key={id}
          title={`Rating against originality: ${one.dimension.label}`}
          acts={
            <Downloads
              slug={slug}
              query={`kind=originality&dimension=${encodeURIComponent(id)}&selection=${selection}`}
            />
          }
        >
          <Drawing svg={originalityFigureSvg(one)} caption={originalityCaption(one)} />
        </Panel>
      ))}
    </>
  );
}

/** Tables per stimulus, participant, position, language, device or group. */
export async function BreakdownTable({
  facts,
  selection,
  by,
}: Pick<Props, "facts" | "selection"> & { by: Breakdown }) {
  const rows = await scoreBreakdown(facts.id, selection, by);
  const labels = new Map(facts.conditions.map(({ id, label }) => [id, label]));
  const shown = rows
    .map((row) => ({ ...row, label: labels.get(row.condition) ?? row.condition }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <Panel title={`By ${by}`}>
      <form className={styles.filters}>
        <div className={styles.field}>
          <label htmlFor="by">Broken down by</label>
          <select id="by" name="by" className={styles.input} defaultValue={by}>
            {BREAKDOWNS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </div>
        <Button type="submit" look="secondary" className={styles.small ?? ""}>
          Show the table
        </Button>
      </form>
      {shown.length === 0 ? (
        <Empty title="No ratings yet" />
      ) : (
        <Table
          caption={`Ratings by ${by}`}
          rows={shown}
          rowKey={(row) => `${row.key} ${row.label} ${row.dimension}`}
          columns={[
            { key: "key", head: by, cell: (row) => <Key facts={facts} by={by} row={row} /> },
            { key: "condition", head: "Condition", cell: (row) => row.label },
            { key: "dimension", head: "Dimension", cell: (row) => row.dimension },
            { key: "n", head: "n", number: true, cell: (row) => row.n },
            { key: "mean", head: "Mean", number: true, cell: (row) => decimals(row.mean) },
            { key: "sd", head: "SD", number: true, cell: (row) => decimals(row.sd) },
          ]}
        />
      )}
    </Panel>
  );
}

function Key({ facts, by, row }: { facts: StudyFacts; by: Breakdown; row: BreakdownRow }) {
  if (by === "stimulus")
    return <Link href={`/admin/sets/${facts.setId}/${row.key}`}>{row.item}: listen</Link>;
  return <span className={by === "participant" ? styles.mono : undefined}>{row.key}</span>;
}

/** Test–retest agreement, where trials were repeated. */
export async function Retest({ facts }: { facts: StudyFacts }) {
  if (facts.configuration.trials.repeatsPerModel === 0) return null;
  const rows = await retestAgreement(facts.id);
  return (
    <Panel title="Repeated trials">
      {rows.length === 0 ? (
        <Empty title="No repeated trial was rated yet" />
      ) : (
        <Table
          caption="Agreement of repeated trials with their first presentations"
          rows={rows}
          rowKey={(row) => row.dimension}
          columns={[
            { key: "dimension", head: "Dimension", cell: (row) => row.dimension },
            { key: "pairs", head: "Pairs", number: true, cell: (row) => row.pairs },
            {
              key: "correlation",
              head: "Correlation",
              number: true,
              cell: (row) => decimals(row.correlation),
            },
            {
              key: "difference",
              head: "Mean difference (points)",
              number: true,
              cell: (row) => decimals(row.difference),
            },
          ]}
        />
      )}
    </Panel>
  );
}
