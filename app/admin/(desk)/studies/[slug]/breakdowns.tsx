import Link from "next/link";
import type { ListQuery } from "@/app/_server/list-query";
import { decimals } from "@/app/admin/_desk/decimals";
import tableStyles from "@/app/admin/_desk/desk-tables.module.css";
import { ListFilters, ListPager, SortHead } from "@/app/admin/_desk/list-tools";
import { Empty, Panel, Table } from "@/app/admin/_desk/parts";
import { CaptionedDrawing, Downloads } from "@/app/admin/(desk)/studies/[slug]/_results/drawing";
import { distributionCaption, distributionFigureSvg } from "@/lib/figures/distribution-figure";
import { originalityCaption, originalityFigureSvg } from "@/lib/figures/originality-figure";
import type { ScoreFigure } from "@/lib/figures/score-data";
import {
  type BREAKDOWN_SORTS,
  BREAKDOWNS,
  type Breakdown,
  type BreakdownRow,
  breakdownPage,
  retestAgreement,
  scoreByStimulus,
} from "@/lib/services/result/breakdown";
import type { RatingSelection } from "@/lib/services/result/counted-ratings";
import type { ScoreRow } from "@/lib/services/result/score-table";
import { originalityFigures, valuesFigure } from "@/lib/services/result/study-figures";
import type { StudyFacts } from "@/lib/services/study/study-facts";

interface Props {
  facts: StudyFacts;
  figure: ScoreFigure;
  rows: readonly ScoreRow[];
  selection: RatingSelection;
}

/** Which values were given, and rating against originality: pictures before tables. */
export async function Pictures({ facts, figure, rows, selection }: Props) {
  if (rows.length === 0) return null;
  const stimuli = await scoreByStimulus(facts.id, selection);
  const values = valuesFigure(facts, figure, rows);
  const { slug } = facts;
  return (
    <>
      <Panel
        title="Distribution of the values (% of a cell's ratings)"
        acts={<Downloads slug={slug} query={`kind=values&selection=${selection}`} />}
      >
        <CaptionedDrawing
          svg={distributionFigureSvg(values)}
          caption={distributionCaption(values)}
        />
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
          <CaptionedDrawing svg={originalityFigureSvg(one)} caption={originalityCaption(one)} />
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

/** Rows of one page of a table. */
const SIZE = 50;

/** Filters of the table's address; the last two are set at the top of the page. */
export const BREAKDOWN_FILTERS = ["by", "spread", "selection"] as const;

interface TableProps extends Pick<Props, "facts" | "selection"> {
  by: Breakdown;
  query: ListQuery;
}

/** Tables per stimulus, participant, position, language, device, group or factor, page by page. */
export async function BreakdownTable({ facts, selection, by, query }: TableProps) {
  const { conditions } = facts;
  const request = { ...query, size: SIZE, by, conditions };
  const { rows, total } = await breakdownPage(facts.id, selection, request);
  const path = `/admin/studies/${facts.slug}#breakdown`;
  const options = [...BREAKDOWNS, ...facts.factors.map((factor) => nameOf({ factor }))];
  // Named in every address of the table, so that its pages are of the same table.
  const named = { ...query, filters: { ...query.filters, by: nameOf(by) } };
  return (
    <Panel id="breakdown" title={`By ${nameOf(by)}`}>
      <ListFilters
        path={path}
        query={named}
        placeholder={`Condition or ${by === "stimulus" ? "item" : nameOf(by)}`}
        filters={[
          {
            name: "by",
            label: "Broken down by",
            options: options.map((one) => [one, one] as const),
            always: true,
          },
        ]}
        kept={BREAKDOWN_FILTERS.slice(1)}
      />
      {rows.length === 0 ? (
        <Empty title={query.search ? "No row fits this search" : "No ratings yet"} />
      ) : (
        <BreakdownRows {...{ facts, by, rows, path, query: named }} />
      )}
      <ListPager path={path} query={named} size={SIZE} total={total} />
    </Panel>
  );
}

interface RowsProps {
  facts: StudyFacts;
  by: Breakdown;
  rows: readonly BreakdownRow[];
  path: string;
  query: ListQuery;
}

function BreakdownRows({ facts, by, rows, path, query }: RowsProps) {
  const name = nameOf(by);
  const labels = new Map(facts.conditions.map(({ id, label }) => [id, label]));
  const head = (sort: (typeof BREAKDOWN_SORTS)[number], words: string) => (
    <SortHead path={path} query={query} by={sort}>
      {words}
    </SortHead>
  );
  return (
    <Table
      caption={`Ratings by ${name}`}
      rows={rows}
      rowKey={(row) => `${row.key} ${row.condition} ${row.dimension}`}
      columns={[
        {
          key: "key",
          head: head("key", name[0]!.toUpperCase() + name.slice(1)),
          cell: (row) => <Key facts={facts} by={by} row={row} />,
        },
        {
          key: "condition",
          head: head("condition", "Condition"),
          cell: (row) => labels.get(row.condition) ?? row.condition,
        },
        { key: "dimension", head: "Dimension", cell: (row) => row.dimension },
        { key: "n", head: head("n", "n"), number: true, cell: (row) => row.n },
        {
          key: "mean",
          head: head("mean", "Mean"),
          number: true,
          cell: (row) => decimals(row.mean),
        },
        { key: "sd", head: head("sd", "SD"), number: true, cell: (row) => decimals(row.sd) },
      ]}
    />
  );
}

function Key({ facts, by, row }: { facts: StudyFacts; by: Breakdown; row: BreakdownRow }) {
  if (by === "stimulus")
    return <Link href={`/admin/sets/${facts.setId}/${row.key}`}>{row.item}: listen</Link>;
  return <span className={by === "participant" ? tableStyles.mono : undefined}>{row.key}</span>;
}

/** Test–retest agreement, where trials were repeated. */
export async function RetestTable({ facts }: { facts: StudyFacts }) {
  if (facts.configuration.trials.repeatsPerModel === 0) return null;
  const rows = await retestAgreement(facts);
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
