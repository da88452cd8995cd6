import chisquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import fCdf from "@stdlib/stats-base-dists-f-cdf";
import fQuantile from "@stdlib/stats-base-dists-f-quantile";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import tCdf from "@stdlib/stats-base-dists-t-cdf";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { invariant } from "@/lib/shared/invariant";

/** A number in [0, 1]: rounding in the last digit never leaves the range. */
function probability(value: number): number {
  invariant(!Number.isNaN(value), "distribution: expected valid arguments, got NaN");
  return Math.min(1, Math.max(0, value));
}

/** P(Z ≤ z) of the standard normal distribution. */
export function normalBelow(z: number): number {
  return probability(normalCdf(z, 0, 1));
}

/** The z with P(Z ≤ z) = p. @throws Error unless 0 < p < 1 */
export function normalPoint(p: number): number {
  invariant(p > 0 && p < 1, `normalPoint: expected 0 < p < 1, got ${p}`);
  return normalQuantile(p, 0, 1);
}

/** Two-sided p-value of a standard normal statistic. */
export function normalTwoSided(z: number): number {
  return probability(2 * normalCdf(-Math.abs(z), 0, 1));
}

/** P(T ≤ t) of Student's t with `df` > 0 degrees of freedom (need not be whole). */
export function tBelow(t: number, df: number): number {
  if (t === Infinity) return 1;
  if (t === -Infinity) return 0;
  return df === Infinity ? normalBelow(t) : probability(tCdf(t, df));
}

/** The t with P(T ≤ t) = p. @throws Error unless 0 < p < 1 and df > 0 */
export function tPoint(p: number, df: number): number {
  invariant(p > 0 && p < 1, `tPoint: expected 0 < p < 1, got ${p}`);
  invariant(df > 0, `tPoint: expected df > 0, got ${df}`);
  return df === Infinity ? normalPoint(p) : tQuantile(p, df);
}

/** Two-sided p-value of a t statistic; the tail is taken directly, so tiny values stay exact. */
export function tTwoSided(t: number, df: number): number {
  return probability(2 * tBelow(-Math.abs(t), df));
}

/** P(F ≥ f) with df1 and df2 degrees of freedom, taken from the tail itself (1/F ~ F(df2, df1)). */
export function fAbove(f: number, df1: number, df2: number): number {
  if (f <= 0) return 1;
  if (f === Infinity) return 0;
  if (df2 === Infinity) return chiSquareAbove(f * df1, df1);
  return probability(fCdf(1 / f, df2, df1));
}

/** The f with P(F ≤ f) = p. @throws Error unless 0 < p < 1 */
export function fPoint(p: number, df1: number, df2: number): number {
  invariant(p > 0 && p < 1, `fPoint: expected 0 < p < 1, got ${p}`);
  return fQuantile(p, df1, df2);
}

/** P(X ≥ x) of chi-squared with `df` degrees of freedom; absolute error near 1e-16. */
export function chiSquareAbove(x: number, df: number): number {
  if (x <= 0) return 1;
  return probability(1 - chisquareCdf(x, df));
}
