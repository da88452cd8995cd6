/** How often one value was given. */
export interface ValueCount {
  value: number;
  count: number;
}

/** What the counts of whole-numbered values tell about the values. */
export interface CountedValues {
  n: number;
  mean: number;
  /** Standard deviation with n − 1; null with fewer than two values. */
  sd: number | null;
  /** The middle value, or the mean of the two middle ones. */
  median: number;
}

/**
 * n, mean, SD and median of values of which it is known how often each was given. The sums are
 * whole numbers, so nothing is lost below 2⁵³; NaN for mean and median of nothing.
 * @param counts by rising value
 */
export function describeCounts(counts: readonly ValueCount[]): CountedValues {
  let [n, total, squares] = [0, 0, 0];
  for (const { value, count } of counts) {
    n += count;
    total += count * value;
    squares += count * value * value;
  }
  const spread = Math.max(0, n * squares - total * total);
  const sd = n > 1 ? Math.sqrt(spread / n / (n - 1)) : null;
  const middle = [Math.ceil(n / 2), Math.floor(n / 2) + 1].map((rank) => valueAt(counts, rank));
  return { n, mean: total / n, sd, median: (middle[0]! + middle[1]!) / 2 };
}

function valueAt(counts: readonly ValueCount[], rank: number): number {
  let passed = 0;
  for (const { value, count } of counts) {
    passed += count;
    if (passed >= rank) return value;
  }
  return Number.NaN;
}
