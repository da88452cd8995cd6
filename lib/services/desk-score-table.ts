import type postgres from "postgres";
import type { ScoreCell } from "@/lib/figures/score-data";
import { plainSql } from "./database";

/** Which ratings count. */
export const RATING_SELECTIONS = ["plan", "with-excluded", "all-given"] as const;
/** One of `RATING_SELECTIONS`. */
export type RatingSelection = (typeof RATING_SELECTIONS)[number];

/** What each selection is called on pages and in captions. */
export const SELECTION_NAMES: Record<RatingSelection, string> = {
  plan: "first presentations of main trials of completed sessions that are not excluded",
  "with-excluded":
    "first presentations of main trials of all completed sessions, excluded ones too",
  "all-given": "all ratings given in main and repeat trials, unfinished and excluded sessions too",
};

/** A cell with its median and how often each value was given. */
export interface ScoreRow extends ScoreCell {
  median: number;
  counts: { value: number; count: number }[];
}

interface CellRow {
  condition: string;
  dimension: string;
  n: number;
  mean: number;
  sd: number | null;
  participants: number;
  participant_sd: number | null;
  counts: Record<string, number>;
}

/**
 * n, mean, SD (n − 1), median and distribution per condition and dimension of one study.
 * Rows of other studies, and of sessions in another mode than the study's, never enter.
 */
export async function scoreTable(
  studyId: string,
  selection: RatingSelection = "plan",
): Promise<ScoreRow[]> {
  const sql = await plainSql();
  const everyone = selection === "all-given";
  const kinds = everyone ? ["main", "repeat"] : ["main"];
  const rows = await inMemory(
    sql,
    (tx) => tx<CellRow[]>`
    with counted as materialized (
      select s.id, s.participant_id from sessions s join studies d on d.id = s.study_id
      where s.study_id = ${studyId} and s.mode = d.mode
        and (${everyone} or s.status = 'complete')
        and (${selection !== "plan"} or not exists (
          select 1 from exclusions e where e.session_id = s.id and e.undone_at is null))
    ), by_value as materialized (
      select st.condition, r.dimension, c.participant_id, r.value, count(*) as n
      from counted c
      join trials t on t.session_id = c.id and t.kind = any(${kinds})
      join ratings r on r.trial_id = t.id
      join stimuli st on st.set_id = t.set_id and st.id = t.stimulus_id
      group by 1, 2, 3, 4
    ), by_participant as (
      select condition, dimension, participant_id, sum(n) as n, sum(n * value) as total, sum(n * value * value) as squares
      from by_value group by 1, 2, 3
    ), cells as (
      select condition, dimension, sum(n) as n, sum(total) as total, sum(squares) as squares,
        count(*)::int as participants, stddev_samp(total / n)::float8 as participant_sd
      from by_participant group by 1, 2
    ), histogram as (
      select condition, dimension, jsonb_object_agg(value, n) as counts
      from (select condition, dimension, value, sum(n) as n from by_value group by 1, 2, 3) h group by 1, 2
    )
    select condition, dimension, n::int, (total / n)::float8 as mean, participants, participant_sd, counts,
      case when n > 1 then sqrt(greatest(0, (squares - total * total / n) / (n - 1)))::float8 end as sd
    from cells join histogram using (condition, dimension)`,
  );
  return rows.map(({ counts, participant_sd, ...cell }) => {
    const sorted = sortedCounts(counts);
    return { ...cell, participantSd: participant_sd, counts: sorted, median: medianOf(sorted) };
  });
}

/**
 * Runs one large sum with room for its hash tables: with the server's few megabytes a million ratings
 * would go through files. Compiling a query that runs for a second costs more than it saves.
 */
async function inMemory<R>(
  sql: postgres.Sql,
  query: (tx: postgres.TransactionSql) => Promise<R>,
): Promise<R> {
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config('work_mem', '192MB', true), set_config('jit', 'off', true)`;
    return [await query(tx)] as const;
  });
  return rows[0] as R;
}

function sortedCounts(counts: Record<string, number>): { value: number; count: number }[] {
  return Object.entries(counts)
    .map(([value, count]) => ({ value: Number(value), count: Number(count) }))
    .sort((a, b) => a.value - b.value);
}

/** The median of values given as counts; between two middle values, their mean. */
export function medianOf(counts: readonly { value: number; count: number }[]): number {
  const n = counts.reduce((sum, { count }) => sum + count, 0);
  return (valueAt(counts, Math.ceil(n / 2)) + valueAt(counts, Math.floor(n / 2) + 1)) / 2;
}

function valueAt(counts: readonly { value: number; count: number }[], rank: number): number {
  let passed = 0;
  for (const { value, count } of counts) {
    passed += count;
    if (passed >= rank) return value;
  }
  return Number.NaN;
}
