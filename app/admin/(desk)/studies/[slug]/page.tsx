import { listQuery, type SearchParams } from "@/app/_server/list-query";
import { resultsRequest } from "@/app/_server/results-request";
import { studyPage } from "@/app/_server/study-page";
import { decimals } from "@/app/admin/_desk/decimals";
import frameStyles from "@/app/admin/_desk/desk-frame.module.css";
import { Badge, Empty, Notice, Panel, Table } from "@/app/admin/_desk/parts";
import { CaptionedDrawing, Downloads } from "@/app/admin/(desk)/studies/[slug]/_results/drawing";
import {
  ModelsAnswer,
  ModelsDetail,
  modelsOf,
} from "@/app/admin/(desk)/studies/[slug]/_results/models";
import {
  BREAKDOWN_FILTERS,
  BreakdownTable,
  breakdownOf,
  Pictures,
  RetestTable,
} from "@/app/admin/(desk)/studies/[slug]/breakdowns";
import { LookGate } from "@/app/admin/(desk)/studies/[slug]/look-gate";
import { NextRecruit } from "@/app/admin/(desk)/studies/[slug]/next-recruit";
import { ResultsForm } from "@/app/admin/(desk)/studies/[slug]/results-form";
import { scoreCaption } from "@/lib/figures/score-caption";
import { scoreFigureSvg } from "@/lib/figures/score-figure";
import { BREAKDOWN_SORTS } from "@/lib/services/result/breakdown";
import type { RatingSelection } from "@/lib/services/result/counted-ratings";
import { studyFigure } from "@/lib/services/result/score-figure";
import { type ScoreRow, scoreTable } from "@/lib/services/result/score-table";
import { lookState } from "@/lib/services/result/study-looks";
import type { StudyFacts } from "@/lib/services/study/study-facts";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: SearchParams;
}

/** Results of a study: Figure 8 first, then the numbers behind it. */
export default async function ResultsPage({ params, searchParams }: Props) {
  const { facts, staff } = await studyPage((await params).slug);
  const look = await lookState(facts, staff.id);
  if (!facts.launchedAt) {
    return (
      <Panel>
        <Empty title="This study has not been launched">
          <NextRecruit facts={facts} admin={staff.role === "admin"} />
        </Empty>
      </Panel>
    );
  }
  if (!look.open)
    return <LookGate facts={facts} admin={staff.role === "admin"} looks={look.looks} />;
  const asked = await searchParams;
  const models = await modelsOf(facts, staff);
  const request = resultsRequest(asked, look.stamps);
  const query = await listQuery(searchParams, BREAKDOWN_SORTS, { filters: BREAKDOWN_FILTERS });
  const { figure, rows } = await studyFigure(facts, request);
  const svg = scoreFigureSvg(figure, {
    href: (condition, dimension) => markAddress(facts, condition, dimension, request.selection),
  });
  return (
    <>
      {look.stamps.map((stamp) => (
        <Notice tone="warn" key={stamp}>
          {stamp}
        </Notice>
      ))}
      <ModelsAnswer facts={facts} staff={staff} state={models} />
      <div className={frameStyles.pairs}>
        <Panel
          title="Average and variance of score"
          acts={
            <Downloads
              slug={facts.slug}
              query={`spread=${request.spread}&selection=${request.selection}`}
            />
          }
        >
          <ResultsForm slug={facts.slug} spread={request.spread} selection={request.selection} />
          <CaptionedDrawing svg={svg} caption={scoreCaption(figure)} />
        </Panel>
        <Pictures facts={facts} figure={figure} rows={rows} selection={request.selection} />
      </div>
      <ModelsDetail facts={facts} state={models} stamps={look.stamps} />
      <Panel title="Ratings per condition and dimension">
        <ScoreTable facts={facts} rows={rows} />
      </Panel>
      <Comparison facts={facts} rows={rows} selection={request.selection} />
      <RetestTable facts={facts} />
      <BreakdownTable
        facts={facts}
        selection={request.selection}
        by={breakdownOf(facts, asked.by)}
        query={query}
      />
    </>
  );
}

/** Where a mark leads: to the clips behind it. Addresses carry labels, which tell a blind desk nothing. */
function markAddress(
  facts: StudyFacts,
  condition: string,
  dimension: string,
  selection: RatingSelection,
): string {
  const query = new URLSearchParams({ condition: labelOf(facts, condition), dimension, selection });
  return `/admin/studies/${facts.slug}/clips?${query}`;
}

function labelOf(facts: StudyFacts, condition: string): string {
  return facts.conditions.find(({ id }) => id === condition)?.label ?? condition;
}

function ScoreTable({ facts, rows }: { facts: StudyFacts; rows: readonly ScoreRow[] }) {
  const ordered = inOrder(facts, rows);
  if (ordered.length === 0)
    return <Empty title="No ratings yet">They appear here as soon as a session is complete.</Empty>;
  return (
    <Table
      caption="Ratings per condition and dimension"
      rows={ordered}
      rowKey={({ row, label }) => `${label} ${row.dimension}`}
      columns={[
        {
          key: "condition",
          head: "Condition",
          cell: ({ label, anchor }) => (
            <>
              {label} {anchor ? <Badge>anchor</Badge> : null}
            </>
          ),
        },
        { key: "dimension", head: "Dimension", cell: ({ row }) => row.dimension },
        { key: "n", head: "n", number: true, cell: ({ row }) => row.n },
        { key: "mean", head: "Mean", number: true, cell: ({ row }) => decimals(row.mean) },
        { key: "sd", head: "SD", number: true, cell: ({ row }) => decimals(row.sd) },
        { key: "median", head: "Median", number: true, cell: ({ row }) => row.median },
        {
          key: "participants",
          head: "Participants",
          number: true,
          cell: ({ row }) => row.participants,
        },
        {
          key: "values",
          head: "How often each value was given",
          cell: ({ row }) => row.counts.map(({ value, count }) => `${value}: ${count}`).join(" · "),
        },
      ]}
    />
  );
}

function inOrder(facts: StudyFacts, rows: readonly ScoreRow[]) {
  return facts.conditions.flatMap(({ id, label, kind }) =>
    facts.configuration.dimensions.flatMap((dimension) => {
      const row = rows.find((one) => one.condition === id && one.dimension === dimension.id);
      return row ? [{ label, anchor: kind === "human" || kind === "scrambled", row }] : [];
    }),
  );
}

/** With and without exclusions, side by side. */
async function Comparison(props: {
  facts: StudyFacts;
  rows: readonly ScoreRow[];
  selection: RatingSelection;
}) {
  const { facts, rows, selection } = props;
  if (facts.excluded === 0 || rows.length === 0) return null;
  const table = (one: RatingSelection) => (one === selection ? rows : scoreTable(facts.id, one));
  const [without, all] = [await table("plan"), await table("with-excluded")];
  const pairs = inOrder(facts, all).map(({ label, row }) => ({
    label,
    row,
    kept: without.find((one) => one.condition === row.condition && one.dimension === row.dimension),
  }));
  return (
    <Panel title="With and without exclusions">
      <Table
        caption="Means with and without excluded participants"
        rows={pairs}
        rowKey={({ row }) => `${row.condition} ${row.dimension}`}
        columns={[
          { key: "condition", head: "Condition", cell: ({ label }) => label },
          { key: "dimension", head: "Dimension", cell: ({ row }) => row.dimension },
          {
            key: "without",
            head: "Mean without",
            number: true,
            cell: ({ kept }) => decimals(kept?.mean),
          },
          { key: "nwithout", head: "n", number: true, cell: ({ kept }) => kept?.n ?? 0 },
          { key: "with", head: "Mean with", number: true, cell: ({ row }) => decimals(row.mean) },
          { key: "nwith", head: "n", number: true, cell: ({ row }) => row.n },
          {
            key: "difference",
            head: "Difference",
            number: true,
            cell: ({ kept, row }) => decimals(kept ? row.mean - kept.mean : null),
          },
        ]}
      />
    </Panel>
  );
}
