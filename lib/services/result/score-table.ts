import { avg, count, eq, type SQL } from "drizzle-orm";
import { studyDimensions, studyVersions } from "@/db/schema/studies";
import type { ScoreCell } from "@/lib/figures/score-data";
import { database } from "@/lib/services/database";
import { countWhere, deviationOf, sumOf } from "@/lib/services/sql-terms";
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
  participantSd: number | null;
  /** How often each point was given, by its name. */
  counts: Record<string, number>;
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
  const rows = await sumRatings((tx) => {
    const counted = countedRatings(tx, studyId, selection);
    const { condition, dimension, participantId, value } = counted;
    const byPoint = <T>(column: (name: string, point: number) => T): Record<string, T> =>
      Object.fromEntries(points.map((point) => [nameOf(point), column(nameOf(point), point)]));
    const people = tx
      .select({
        condition,
        dimension,
        mean: avg(value).as("mean"),
        ...byPoint((name, point) => countWhere(eq(value, point)).as(name)),
      })
      .from(counted)
      .groupBy(condition, dimension, participantId)
      .as("people");
    const given = people as unknown as Record<string, SQL.Aliased<number>>;
    return tx
      .select({
        condition: people.condition,
        dimension: people.dimension,
        participants: count(),
        participantSd: deviationOf(people.mean),
        counts: byPoint((name) => sumOf(given[name]!)),
      })
      .from(people)
      .groupBy(people.condition, people.dimension);
  });
  return rows.map((row) => scoreRow(row, points));
}

/** What the count of a point is called within a query. */
const nameOf = (point: number) => `given_${point}`;

function scoreRow({ counts, ...cell }: CellRow, points: readonly number[]): ScoreRow {
  const given = points
    .map((value) => ({ value, count: counts[nameOf(value)]! }))
    .filter(({ count }) => count > 0);
  return { ...cell, ...describeCounts(given), counts: given };
}

/** Every value that a rating of the study can have, rising. */
async function pointsOf(studyId: string): Promise<number[]> {
  const db = await database();
  const scales = await db
    .selectDistinct({ low: studyDimensions.low, high: studyDimensions.high })
    .from(studyDimensions)
    .innerJoin(studyVersions, eq(studyVersions.id, studyDimensions.versionId))
    .where(eq(studyVersions.studyId, studyId));
  const points = scales.flatMap(({ low, high }) =>
    Array.from({ length: high - low + 1 }, (_, i) => low + i),
  );
  return [...new Set(points)].sort((a, b) => a - b);
}
