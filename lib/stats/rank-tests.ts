import { type Friedman, friedman } from "./friedman";
import { holm } from "./holm";
import { levels, type RatingRow } from "./long-table";
import { pairsOf } from "./naive";
import { rounded } from "./ranks";
import type { NotPossible } from "./rating-design";
import { type Wilcoxon, wilcoxon } from "./wilcoxon";

/** The non-parametric block of one dimension: over participants only. */
export interface RankTests {
  kind: "result";
  conditions: string[];
  /** participants who rated every condition; the others are left out */
  participants: number;
  /** sums when every one of them has equally many ratings a condition, else means */
  score: "sum" | "mean";
  leftOut: number;
  /** null when every participant ties all conditions */
  friedman: Friedman | null;
  pairs: { first: string; second: string; test: Wilcoxon | null; pHolm: number }[];
}

/**
 * Friedman's test on each participant's sums per condition (means where counts differ), then Wilcoxon's signed-rank test of
 * every pair with Holm's adjustment. Ratings with decimals are taken in whole units of their last
 * digit, so that sums are exact and ties stay ties.
 * A pair without any difference counts as p = 1.
 */
export function rankTests(rows: readonly RatingRow[]): RankTests | NotPossible {
  const conditions = levels(rows.map((row) => row.condition));
  if (conditions.length < 2) {
    return { kind: "none", reason: "There is only one condition: nothing to rank." };
  }
  const participants = levels(rows.map((row) => row.participant));
  const sums = new Map(
    participants.map((p) => [p, conditions.map(() => ({ sum: 0, count: 0 }))] as const),
  );
  const unit = ratingUnit(rows.map((row) => row.rating));
  for (const row of rows) {
    const cell = sums.get(row.participant)![conditions.indexOf(row.condition)]!;
    cell.sum += inUnits(row.rating, unit);
    cell.count++;
  }
  const complete = [...sums.values()].filter((cells) => cells.every((cell) => cell.count > 0));
  const equal = complete.every((cells) => cells.every((cell) => cell.count === cells[0]!.count));
  if (complete.length < 2) {
    return {
      kind: "none",
      reason: `Only ${complete.length} of ${participants.length} participants rated every condition: rank tests need at least two.`,
    };
  }
  const table = complete.map((cells) =>
    cells.map((cell) => (equal ? cell.sum : rounded(cell.sum / cell.count))),
  );
  const pairs = pairsOf(conditions.map((_, i) => i)).map(([a, b]) => ({
    first: conditions[a]!,
    second: conditions[b]!,
    test: inRatings(wilcoxon(table.map((row) => row[a]! - row[b]!)), unit),
  }));
  const adjusted = holm(pairs.map((pair) => pair.test?.p ?? 1));
  return {
    kind: "result",
    conditions,
    participants: complete.length,
    leftOut: participants.length - complete.length,
    score: equal ? "sum" : "mean",
    friedman: friedman(table),
    pairs: pairs.map((pair, i) => ({ ...pair, pHolm: adjusted[i]! })),
  };
}

/** How many units of the last digit make one, at most a million: 1 for whole ratings, 10 for tenths. */
function ratingUnit(ratings: readonly number[]): number {
  let unit = 1;
  while (unit < 1e6 && ratings.some((rating) => !nearlyWhole(rating * unit))) unit *= 10;
  return unit;
}

const nearlyWhole = (value: number) =>
  Math.abs(value - Math.round(value)) <= 1e-9 * Math.max(1, Math.abs(value));

/** Ratings finer than a millionth keep their digits. */
function inUnits(rating: number, unit: number): number {
  const value = rating * unit;
  return nearlyWhole(value) ? Math.round(value) : value;
}

/** Estimate and interval back on the scale of the scores. */
function inRatings(test: Wilcoxon | null, unit: number): Wilcoxon | null {
  if (test === null) return null;
  const { low, high, level } = test.interval;
  return {
    ...test,
    hodgesLehmann: test.hodgesLehmann / unit,
    interval: { low: low / unit, high: high / unit, level },
  };
}
