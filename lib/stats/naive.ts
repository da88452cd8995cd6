import { mean } from "./descriptive";
import { levels, type RatingRow } from "./long-table";
import { oneWay, paired, type TTest, welch } from "./t-tests";

/** The analyses that other tools give, for the comparison only: both reject too often. */
export interface NaiveAnalysis {
  conditions: string[];
  /** pooled ratings as if unrelated: one-way ANOVA */
  pooledOmnibus: { f: number; df1: number; df2: number; p: number } | null;
  pairs: NaivePair[];
}

/** One pair of conditions, first minus second. */
export interface NaivePair {
  first: string;
  second: string;
  /** Welch's t test on all ratings: ignores that ratings share participants and stimuli */
  pooled: TTest | null;
  /** t test on participants' means: ignores that ratings share stimuli */
  paired: TTest | null;
}

/** Pooled and participant-paired t tests of every pair of conditions, of one dimension's rows. */
export function naiveAnalysis(rows: readonly RatingRow[], level = 0.95): NaiveAnalysis {
  const conditions = levels(rows.map((row) => row.condition));
  const ratings = new Map(conditions.map((c) => [c, [] as number[]]));
  const perParticipant = new Map(conditions.map((c) => [c, new Map<string, number[]>()]));
  for (const row of rows) {
    ratings.get(row.condition)!.push(row.rating);
    const own = perParticipant.get(row.condition)!;
    const list = own.get(row.participant);
    if (list) list.push(row.rating);
    else own.set(row.participant, [row.rating]);
  }
  const pairs = pairsOf(conditions).map(([first, second]) => {
    const a = perParticipant.get(first)!;
    const b = perParticipant.get(second)!;
    const both = [...a.keys()].filter((participant) => b.has(participant));
    const differences = both.map((p) => mean(a.get(p)!) - mean(b.get(p)!));
    return {
      first,
      second,
      pooled: welch(ratings.get(first)!, ratings.get(second)!, level),
      paired: paired(differences, level),
    };
  });
  return {
    conditions,
    pooledOmnibus: rows.length === 0 ? null : oneWay([...ratings.values()]),
    pairs,
  };
}

/** Every pair of a list, in its order. */
export function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));
}
