import type { ScoreCell } from "@/lib/figures/score-data";
import { plainSql } from "@/lib/services/database";
import { describeCounts, type ValueCount } from "@/lib/stats/value-counts";
import { countedRatings, type RatingSelection, sumRatings } from "./counted-ratings";

/** A cell with its median and how often each value was given. */
export interface ScoreRow extends ScoreCell {
  median: number;
  counts: ValueCount[];
}

interface CellRow {
  condition: string;
  dimension: string;
  participants: number;
  participant_sd: number | null;
  /** How often each point was given, in the order of the points. */
  counts: number[];
}

/**
 * n, mean, SD (n − 1), median and distribution per condition and dimension of one study. The database
 * counts how often each participant gave each value; everything else follows from the counts.
 */
export async function scoreTable(
  studyId: string,
  selection: RatingSelection = "plan",
): Promise<ScoreRow[]> {
  const points = await pointsOf(studyId);
  if (points.length === 0) return [];
  const rows = await sumRatings<CellRow>((sql) => {
    const column = (point: number) => sql.unsafe(`"${point}"`);
    const each = (make: (point: number) => ReturnType<typeof column>) =>
      points.map(make).flatMap((part, i) => (i === 0 ? [part] : [sql`, `, part]));
    return sql`
      with by_participant as (
        select st.condition, r.dimension, count(*) as n, sum(r.value) as total,
          ${each((point) => sql`count(*) filter (where r.value = ${point}) as ${column(point)}`)}
        from ${countedRatings(sql, studyId, selection)}
        group by st.condition, r.dimension, s.participant_id
      )
      select condition, dimension, count(*)::int as participants,
        stddev_samp(total::numeric / n)::float8 as participant_sd,
        array[${each((point) => sql`sum(${column(point)})`)}]::float8[] as counts
      from by_participant group by condition, dimension`;
  });
  return rows.map((row) => scoreRow(row, points));
}

function scoreRow(
  { condition, dimension, participants, participant_sd, counts }: CellRow,
  points: readonly number[],
): ScoreRow {
  const given = counts.flatMap((count, i) => (count > 0 ? [{ value: points[i]!, count }] : []));
  const cell = { condition, dimension, participants, participantSd: participant_sd };
  return { ...cell, ...describeCounts(given), counts: given };
}

/** Every value that a rating of the study can have, rising. */
async function pointsOf(studyId: string): Promise<number[]> {
  const sql = await plainSql();
  const rows = await sql<{ point: number }[]>`
    select distinct generate_series(x.low, x.high) as point from study_dimensions x
    join study_versions v on v.id = x.version_id where v.study_id = ${studyId} order by 1`;
  return rows.map(({ point }) => point);
}
