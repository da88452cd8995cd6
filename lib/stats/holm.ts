import { InputError } from "@/lib/shared/invariant";

/**
 * Holm's step-down adjustment (Holm 1979): with p sorted, max over i ≤ j of (m − i + 1)·p₍ᵢ₎, at
 * most 1, returned in the order given. Holds the family-wise error rate whatever the dependence.
 * @throws InputError for a value outside [0, 1]
 */
export function holm(p: readonly number[]): number[] {
  const bad = p.find((value) => !(value >= 0 && value <= 1));
  if (bad !== undefined) throw new InputError(`holm: expected p-values in [0, 1], got ${bad}`);
  const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[index]!));
    adjusted[index] = largest;
  });
  return adjusted;
}
