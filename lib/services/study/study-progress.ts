import { plainSql } from "@/lib/services/database";
import {
  conditionsByLabel,
  type ListPage,
  type ListRequest,
  likePattern,
  pageOf,
} from "@/lib/services/list-page";
import type { StudyFacts } from "./study-facts";

/** How a study is going. */
export interface StudyProgress {
  /** Sessions started. */
  started: number;
  active: number;
  /** Active sessions heard from within the last two minutes. */
  present: number;
  complete: number;
  abandoned: number;
  declined: number;
  screenedOut: number;
  withdrawn: number;
  excluded: number;
  /** Median minutes from start to completion, null before the first. */
  medianMinutes: number | null;
  lastActivityAt: Date | null;
  /** Where sessions that are not complete stand now, in the order of the walk. */
  standing: { place: string; active: number; ended: number }[];
  checks: { kind: string; passed: number; failed: number }[];
  waitingSlots: { free: number; claimed: number; done: number; returned: number };
}

/** Places of the walk in order; trials are counted one by one between them. */
const WALK = ["consent", "sound", "headphones", "practice", "trial", "pause", "questions", "done"];

interface StatusRow {
  status: string;
  n: number;
  present: number;
  excluded: number;
  median: number | null;
  last: Date | null;
}

/** Counts of a study's sessions by state, where they stopped, checks and slots. */
export async function studyProgress(facts: StudyFacts): Promise<StudyProgress> {
  const sql = await plainSql();
  const [statuses, standing, checks, slots] = await Promise.all([
    sql<StatusRow[]>`
      select s.status, count(*)::int as n, max(s.last_seen_at) as last,
        count(*) filter (where s.last_seen_at > now() - interval '2 minutes')::int as present,
        count(e.id)::int as excluded,
        percentile_cont(0.5) within group (order by extract(epoch from s.completed_at - s.started_at) / 60) as median
      from sessions s left join exclusions e on e.session_id = s.id and e.undone_at is null
      where s.study_id = ${facts.id} and s.mode = ${facts.mode} group by s.status`,
    sql<{ kind: string; trial: number | null; active: number; ended: number }[]>`
      select state->>'kind' as kind,
        case when state->>'kind' in ('trial', 'pause') then (state->>'trial')::int end as trial,
        count(*) filter (where status = 'active')::int as active,
        count(*) filter (where status <> 'active')::int as ended
      from sessions
      where study_id = ${facts.id} and mode = ${facts.mode} and status in ('active', 'abandoned', 'screened-out', 'declined')
      group by 1, 2`,
    sql<{ kind: string; passed: number; failed: number }[]>`
      select c.kind, count(*) filter (where c.passed)::int as passed, count(*) filter (where not c.passed)::int as failed
      from checks c join sessions s on s.id = c.session_id
      where s.study_id = ${facts.id} and s.mode = ${facts.mode} group by 1 order by 1`,
    sql<{ status: "free" | "claimed" | "done"; n: number; returned: number }[]>`
      select status, count(*)::int as n, count(returned_at) filter (where status = 'free')::int as returned
      from slots where study_id = ${facts.id} group by 1`,
  ]);
  return {
    ...summedStatuses(statuses),
    standing: inWalkOrder(standing),
    checks: [...checks],
    waitingSlots: slotCounts(slots),
  };
}

function summedStatuses(rows: readonly StatusRow[]) {
  const of = (status: string) => rows.find((row) => row.status === status)?.n ?? 0;
  const seen = rows.map((row) => row.last).filter((moment): moment is Date => moment !== null);
  return {
    started: rows.reduce((sum, row) => sum + row.n, 0),
    active: of("active"),
    present: rows.find((row) => row.status === "active")?.present ?? 0,
    complete: of("complete"),
    abandoned: of("abandoned"),
    declined: of("declined"),
    screenedOut: of("screened-out"),
    withdrawn: of("withdrawn"),
    excluded: rows.reduce((sum, row) => sum + row.excluded, 0),
    medianMinutes: rows.find((row) => row.status === "complete")?.median ?? null,
    lastActivityAt: seen.length === 0 ? null : new Date(Math.max(...seen.map(Number))),
  };
}

function inWalkOrder(
  rows: readonly { kind: string; trial: number | null; active: number; ended: number }[],
) {
  const place = (kind: string) => (WALK.includes(kind) ? WALK.indexOf(kind) : WALK.length);
  return [...rows]
    .sort((a, b) => {
      const [x, y] = [a, b].map(({ kind }) =>
        kind === "pause" ? place("trial") : place(kind),
      ) as [number, number];
      return x - y || (a.trial ?? 0) - (b.trial ?? 0) || (a.kind === "pause" ? -1 : 1);
    })
    .map(({ kind, trial, active, ended }) => ({
      place:
        trial === null ? kind : kind === "pause" ? `pause before trial ${trial}` : `trial ${trial}`,
      active,
      ended,
    }));
}

function slotCounts(
  rows: readonly { status: "free" | "claimed" | "done"; n: number; returned: number }[],
) {
  const of = (status: string) => rows.find((row) => row.status === status)?.n ?? 0;
  const returned = rows.find((row) => row.status === "free")?.returned ?? 0;
  return { free: of("free"), claimed: of("claimed"), done: of("done"), returned };
}

/** How often a stimulus was rated. */
export interface Exposure {
  stimulus: string;
  condition: string;
  item: string;
  /** Main trials rated in complete sessions that are not excluded. */
  completed: number;
  /** Main trials rated at all. */
  rated: number;
  skipped: number;
}

/** Orders of the table of exposure. */
export const EXPOSURE_SORTS = ["completed", "item", "condition", "rated", "skipped"] as const;

/** One page of the stimuli, and how far apart the exposure of all of them lies. */
export interface ExposurePage extends ListPage<Exposure> {
  least: number;
  most: number;
}

/**
 * Ratings given per stimulus of a study: one page, searched by stimulus, item and the condition's label.
 * Sorted by label too, so that a blind desk learns nothing from the set's own order.
 */
export async function studyExposure(
  facts: StudyFacts,
  { search, sort, descending, page, size }: ListRequest,
): Promise<ExposurePage> {
  const sql = await plainSql();
  const { order, found } = conditionsByLabel(facts.conditions, search);
  const place = sql`array_position(${order}::text[], condition)`;
  const by = {
    completed: sql`completed`,
    item: sql`item`,
    condition: place,
    rated: sql`rated`,
    skipped: sql`skipped`,
  }[sort as (typeof EXPOSURE_SORTS)[number]];
  const rows = await sql<(Exposure & { total: number; least: number; most: number })[]>`
    with exposed as (
      select st.id as stimulus, st.condition, st.item, coalesce(x.completed, 0)::int as completed,
        coalesce(x.rated, 0)::int as rated, coalesce(x.skipped, 0)::int as skipped
      from stimuli st
      left join (
        select t.stimulus_id, count(*) filter (where t.status = 'rated' and s.status = 'complete' and e.id is null) as completed,
          count(*) filter (where t.status = 'rated') as rated, count(*) filter (where t.status = 'skipped') as skipped
        from sessions s
        join trials t on t.session_id = s.id and t.kind = 'main' and t.status <> 'pending'
        left join exclusions e on e.session_id = s.id and e.undone_at is null
        where s.study_id = ${facts.id} and s.mode = ${facts.mode}
        group by 1
      ) x on x.stimulus_id = st.id
      where st.set_id = ${facts.setId} and st.role = 'main' and st.condition = any(${order}::text[])
    ), ranged as (
      select *, min(completed) over () as least, max(completed) over () as most from exposed
    )
    select *, count(*) over ()::int as total from ranged
    where ${search} = '' or stimulus ilike ${likePattern(search)} or item ilike ${likePattern(search)}
      or condition = any(${found}::text[])
    order by ${by} ${descending ? sql`desc` : sql`asc`}, ${place}, item, stimulus
    limit ${size} offset ${(page - 1) * size}`;
  const { least, most } = rows[0] ?? { least: 0, most: 0 };
  return { ...pageOf(rows), least, most };
}
