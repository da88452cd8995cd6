import { plainSql } from "./database";
import type { RatingSelection } from "./desk-score-table";

/** What ratings can be broken down by. */
export const BREAKDOWNS = [
  "stimulus",
  "participant",
  "position",
  "language",
  "device",
  "group",
] as const;
/** One of `BREAKDOWNS`. */
export type Breakdown = (typeof BREAKDOWNS)[number];

/** The ratings of one condition and dimension that share a key. */
export interface BreakdownRow {
  /** The stimulus, participant, position, language, device or group. */
  key: string;
  condition: string;
  dimension: string;
  n: number;
  mean: number;
  sd: number | null;
  /** By stimulus: its item and the longest run found in the corpus. */
  item: string | null;
  longestRun: number | null;
}

/** Rows shown at most; the export has them all. */
const LIMIT = 2_000;

/**
 * n, mean and SD per key, condition and dimension of one study, keys in their natural order.
 * By participant the conditions are kept apart too.
 */
export async function scoreBreakdown(
  studyId: string,
  selection: RatingSelection,
  by: Breakdown,
): Promise<BreakdownRow[]> {
  const sql = await plainSql();
  const everyone = selection === "all-given";
  const kinds = everyone ? ["main", "repeat"] : ["main"];
  const key = {
    stimulus: sql`t.stimulus_id`,
    participant: sql`s.participant_id`,
    position: sql`lpad(t.position::text, 4, '0')`,
    language: sql`s.language`,
    device: sql`coalesce(s.device, 'unsaid')`,
    group: sql`coalesce(s.group, 'none')`,
  }[by];
  const rows = await sql<BreakdownRow[]>`
    select ${key} as key, st.condition, r.dimension, count(*)::int as n, avg(r.value)::float8 as mean,
      stddev_samp(r.value)::float8 as sd,
      ${by === "stimulus" ? sql`min(st.item)` : sql`null`} as item,
      ${by === "stimulus" ? sql`min((st.originality->>'longestRun')::int)` : sql`null::int`} as "longestRun"
    from sessions s
    join studies d on d.id = s.study_id and d.mode = s.mode
    join trials t on t.session_id = s.id and t.kind = any(${kinds})
    join ratings r on r.trial_id = t.id
    join stimuli st on st.set_id = t.set_id and st.id = t.stimulus_id
    where s.study_id = ${studyId} and (${everyone} or s.status = 'complete')
      and (${selection !== "plan"} or not exists (
        select 1 from exclusions e where e.session_id = s.id and e.undone_at is null))
    group by 1, 2, 3 order by 2, 3, 1 limit ${LIMIT}`;
  return rows.map((row) => ({
    ...row,
    key: by === "position" ? String(Number(row.key)) : row.key,
  }));
}

/** How far repeated trials agree with their first presentations, over all participants. */
export interface Retest {
  dimension: string;
  pairs: number;
  /** Pearson correlation; null where it is not defined. */
  correlation: number | null;
  /** Mean absolute difference in points. */
  difference: number;
}

/** Test–retest agreement of a study's repeated trials. */
export async function retestAgreement(studyId: string): Promise<Retest[]> {
  const sql = await plainSql();
  const rows = await sql<Retest[]>`
    select b.dimension, count(*)::int as pairs, corr(a.value, b.value)::float8 as correlation,
      avg(abs(a.value - b.value))::float8 as difference
    from sessions s
    join studies d on d.id = s.study_id and d.mode = s.mode
    join trials t on t.session_id = s.id and t.kind = 'repeat'
    join ratings b on b.trial_id = t.id
    join ratings a on a.trial_id = t.repeat_of and a.dimension = b.dimension
    where s.study_id = ${studyId} and s.status = 'complete'
      and not exists (select 1 from exclusions e where e.session_id = s.id and e.undone_at is null)
    group by 1 order by 1`;
  return [...rows];
}
