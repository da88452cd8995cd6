import { clusterInterval, pearson } from "./bootstrap";
import { mean } from "./descriptive";
import type { RatingRow } from "./long-table";

/** Agreement of a participant's first and second rating of the same stimulus, pooled. */
export interface TestRetest {
  pairs: number;
  participants: number;
  /** mean of second minus first */
  meanShift: number;
  meanAbsolute: number;
  /** share of pairs with equal ratings, and with at most one unit between them */
  equal: number;
  withinOne: number;
  /** standard error of measurement, √(Σd²/2n), in units of the scale */
  measurementError: number;
  /** Pearson's correlation; null when ratings do not vary */
  correlation: number | null;
  /** bootstrap interval over participants */
  interval: { low: number; high: number; level: number } | null;
}

type Pair = readonly [number, number];

/**
 * Pairs every repeat with the first presentation by participant, stimulus and dimension.
 * Pooled on purpose: a few repeats per person say nothing about one person.
 * @returns null when no repeat has its first presentation
 */
export function testRetest(
  first: readonly RatingRow[],
  repeats: readonly RatingRow[],
  options: { resamples?: number; level?: number; seed?: number | string } = {},
): TestRetest | null {
  const name = (row: RatingRow) => JSON.stringify([row.participant, row.stimulus, row.dimension]);
  const before = new Map(first.map((row) => [name(row), row.rating]));
  const groups = new Map<string, Pair[]>();
  for (const row of repeats) {
    const earlier = before.get(name(row));
    if (earlier === undefined) continue;
    const own = groups.get(row.participant) ?? [];
    own.push([earlier, row.rating]);
    groups.set(row.participant, own);
  }
  const clusters = [...groups.values()];
  const pairs = clusters.flat();
  if (pairs.length === 0) return null;
  const shifts = pairs.map(([a, b]) => b - a);
  return {
    pairs: pairs.length,
    participants: clusters.length,
    meanShift: mean(shifts),
    meanAbsolute: mean(shifts.map(Math.abs)),
    equal: mean(shifts.map((d) => (d === 0 ? 1 : 0))),
    withinOne: mean(shifts.map((d) => (Math.abs(d) <= 1 ? 1 : 0))),
    measurementError: Math.sqrt(mean(shifts.map((d) => d * d)) / 2),
    correlation: pearson(pairs),
    interval: clusterInterval(clusters, (drawn) => pearson(drawn.flat()), options),
  };
}
