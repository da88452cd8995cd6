import { InputError } from "@/lib/shared/invariant";
import { tBelow, tPoint } from "./distributions";

/** Two one-sided tests that a difference lies within ± margin. */
export interface Equivalence {
  margin: number;
  /** the larger of the two one-sided p-values */
  p: number;
  equivalent: boolean;
  /** the 1 − 2α interval, which lies inside ± margin exactly when the test rejects */
  interval: { low: number; high: number; level: number };
}

/**
 * TOST (Schuirmann 1987): t₁ = (d + m)/SE, t₂ = (d − m)/SE, p = max(P(T ≥ t₁), P(T ≤ t₂)).
 * @param difference with its standard error and degrees of freedom, in units of the scale
 * @throws InputError unless margin and se are above 0
 */
export function equivalence(
  { estimate, se, df }: { estimate: number; se: number; df: number },
  margin: number,
  alpha = 0.05,
): Equivalence {
  if (!(margin > 0)) throw new InputError(`equivalence: expected a margin above 0, got ${margin}`);
  if (!(se > 0)) throw new InputError(`equivalence: expected a standard error above 0, got ${se}`);
  const above = tBelow(-(estimate + margin) / se, df);
  const below = tBelow((estimate - margin) / se, df);
  const p = Math.max(above, below);
  const half = tPoint(1 - alpha, df) * se;
  const interval = { low: estimate - half, high: estimate + half, level: 1 - 2 * alpha };
  return { margin, p, equivalent: p < alpha, interval };
}
