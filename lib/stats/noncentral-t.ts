import lgamma from "@stdlib/math-base-special-gammaln";
import fCdf from "@stdlib/stats-base-dists-f-cdf";
import { invariant } from "@/lib/shared/invariant";
import { normalBelow, tPoint } from "./distributions";

/** The regularised incomplete beta function I_x(a, b), through the F distribution. */
function incompleteBeta(x: number, a: number, b: number): number {
  return x >= 1 ? 1 : fCdf((b * x) / (a * (1 - x)), 2 * a, 2 * b);
}

/**
 * P(T ≤ t) of the noncentral t distribution (Lenth 1989, algorithm AS 243):
 * Φ(−δ) + ½ Σ_j [p_j I_x(j + ½, ν/2) + q_j I_x(j + 1, ν/2)], x = t²/(t² + ν), for t ≥ 0;
 * for t < 0 by reflection. Absolute error below 1e-10 for |δ| ≤ 37.
 * @param df degrees of freedom ν > 0, need not be whole
 * @param delta noncentrality
 */
export function noncentralTBelow(t: number, df: number, delta: number): number {
  invariant(df > 0, `noncentralTBelow: expected df > 0, got ${df}`);
  if (t < 0) return 1 - noncentralTBelow(-t, df, -delta);
  // beyond this the weights underflow; the normal approximation of Johnson & Kotz is then exact enough
  if (Math.abs(delta) > 37) {
    const s = 1 / (4 * df);
    return normalBelow((t * (1 - s) - delta) / Math.sqrt(1 + 2 * s * t * t));
  }
  const x = (t * t) / (t * t + df);
  const half = (delta * delta) / 2;
  let total = 0;
  let weight = 0;
  for (let j = 0; j < 2000; j++) {
    const logHalf = half > 0 ? j * Math.log(half) : j === 0 ? 0 : Number.NEGATIVE_INFINITY;
    const p = 0.5 * Math.exp(-half + logHalf - lgamma(j + 1));
    const q = (0.5 * delta * Math.exp(-half + logHalf - lgamma(j + 1.5))) / Math.SQRT2;
    total += p * incompleteBeta(x, j + 0.5, df / 2) + q * incompleteBeta(x, j + 1, df / 2);
    weight += p;
    if (j > half && 0.5 - weight < 1e-14) break;
  }
  return Math.min(1, Math.max(0, normalBelow(-delta) + total));
}

/** The power of a two-sided t test at level α: P(|T| > t(1 − α/2, ν)) with noncentrality δ. */
export function tTestPower(df: number, delta: number, alpha: number): number {
  const critical = tPoint(1 - alpha / 2, df);
  return 1 - noncentralTBelow(critical, df, delta) + noncentralTBelow(-critical, df, delta);
}
