import Link from "next/link";
import { cache } from "react";
import { Button } from "@/app/_components/button";
import { decimals } from "@/app/admin/_desk/decimals";
import styles from "@/app/admin/_desk/desk-styles";
import { SelectField } from "@/app/admin/_desk/fields";
import { Empty, Panel, Table } from "@/app/admin/_desk/parts";
import { Downloads, Drawing } from "@/app/admin/(desk)/studies/[slug]/_results/drawing";
import { distributionCaption, distributionFigureSvg } from "@/lib/figures/distribution-figure";
import { originalityCaption, originalityFigureSvg } from "@/lib/figures/originality-figure";
import type { ScoreFigure } from "@/lib/figures/score-data";
import type { RatingSelection } from "@/lib/services/counted-ratings";
import {
  BREAKDOWNS,
  type Breakdown,
  type BreakdownRow,
  retestAgreement,
  scoreBreakdown,
} from "@/lib/services/desk-breakdown";
import type { ScoreRow } from "@/lib/services/desk-score-table";
import type { StudyFacts } from "@/lib/services/desk-study-facts";
import { originalityFigures, valuesFigure } from "@/lib/services/study-figures";

/** The picture and the table of one page are of the same sum. */
const breakdown = cache(scoreBreakdown);

interface Props {
  facts: StudyFacts;
  figure: ScoreFigure;
  rows: readonly ScoreRow[];
  selection: RatingSelection;
}

/** Which values were given, and rating against originality: pictures before tables. */
export async function Pictures({ facts, figure, rows, selection }: Props) {
  if (rows.length === 0) return null;
  const stimuli = await breakdown(facts.id, selection, "stimulus");
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

/** What an address asks for: one of the fixed keys, or `factor NAME`; by stimulus where it is neither. */
export function breakdownOf(facts: StudyFacts, asked: string | string[] | undefined): Breakdown {
  const factor = facts.factors.find((name) => asked === `factor ${name}`);
  return factor ? { factor } : (BREAKDOWNS.find((one) => one === asked) ?? "stimulus");
}

function nameOf(by: Breakdown): string {
  return typeof by === "object" ? `factor ${by.factor}` : by;
}

/** Tables per stimulus, participant, position, language, device, group or factor. */
export async function BreakdownTable({
  facts,
  selection,
  by,
}: Pick<Props, "facts" | "selection"> & { by: Breakdown }) {
  const rows = await breakdown(facts.id, selection, by);
  const name = nameOf(by);
  const labels = new Map(facts.conditions.map(({ id, label }) => [id, label]));
  const options = [...BREAKDOWNS, ...facts.factors.map((factor) => nameOf({ factor }))];
  const shown = rows
    .map((row) => ({ ...row, label: labels.get(row.condition) ?? row.condition }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <Panel title={`By ${name}`}>
      <form className={styles.filters}>
        <SelectField id="by" label="Broken down by" defaultValue={name} options={options} />
        <Button type="submit" look="secondary" className={styles.small ?? ""}>
          Show the table
        </Button>
      </form>
      {shown.length === 0 ? (
        <Empty title="No ratings yet" />
      ) : (
        <Table
          caption={`Ratings by ${name}`}
          rows={shown}
          rowKey={(row) => `${row.key} ${row.label} ${row.dimension}`}
          columns={[
            {
              key: "key",
              head: name[0]!.toUpperCase() + name.slice(1),
              cell: (row) => <Key facts={facts} by={by} row={row} />,
            },
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
