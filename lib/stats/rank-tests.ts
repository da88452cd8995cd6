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
 * every pair with Holm's adjustment. Sums stay integers where ratings are, so ties stay ties.
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
  for (const row of rows) {
    const cell = sums.get(row.participant)![conditions.indexOf(row.condition)]!;
    cell.sum += row.rating;
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
    test: wilcoxon(table.map((row) => row[a]! - row[b]!)),
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
