import { mean, variance } from "./descriptive";
import { fAbove, tPoint, tTwoSided } from "./distributions";

/** A t test with its interval. */
export interface TTest {
  estimate: number;
  se: number;
  df: number;
  t: number;
  p: number;
  interval: { low: number; high: number; level: number };
}

/** The test of an estimate by its standard error; null when the error is zero. */
export function tTest(estimate: number, se: number, df: number, level = 0.95): TTest | null {
  if (!(se > 0) || !(df > 0)) return null;
  const t = estimate / se;
  const half = tPoint((1 + level) / 2, df) * se;
  const interval = { low: estimate - half, high: estimate + half, level };
  return { estimate, se, df, t, p: tTwoSided(t, df), interval };
}

/** Welch's test of two means; null when either group has fewer than two values or none varies. */
export function welch(a: readonly number[], b: readonly number[], level = 0.95): TTest | null {
  if (a.length < 2 || b.length < 2) return null;
  const va = variance(a) / a.length;
  const vb = variance(b) / b.length;
  const df = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  return tTest(mean(a) - mean(b), Math.sqrt(va + vb), df, level);
}

/** The paired test of differences; null with fewer than two or when they do not vary. */
export function paired(differences: readonly number[], level = 0.95): TTest | null {
  if (differences.length < 2) return null;
  const se = Math.sqrt(variance(differences) / differences.length);
  return tTest(mean(differences), se, differences.length - 1, level);
}

/** One-way analysis of variance of independent groups; null when nothing varies within them. */
export function oneWay(groups: readonly (readonly number[])[]) {
  const all = groups.flat();
  const grand = mean(all);
  const between = groups.reduce((sum, g) => sum + g.length * (mean(g) - grand) ** 2, 0);
  const within = groups.reduce((sum, g) => {
    const centre = mean(g);
    return sum + g.reduce((inner, v) => inner + (v - centre) ** 2, 0);
  }, 0);
  const df1 = groups.length - 1;
  const df2 = all.length - groups.length;
  if (!(within > 0) || df1 < 1 || df2 < 1) return null;
  const f = between / df1 / (within / df2);
  return { f, df1, df2, p: fAbove(f, df1, df2) };
}
