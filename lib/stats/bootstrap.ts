import { namedStream } from "@/lib/shared/rng";
import { quantile } from "./descriptive";

/**
 * A percentile interval by resampling whole clusters (participants) with replacement
 * (Efron & Tibshirani 1993, chapter 13), from a named seeded stream.
 * @param statistic of the clusters drawn; null where it is not defined for a draw
 * @returns null without resamples, when fewer than two clusters, or more than a tenth of the draws have no value
 */
export function clusterInterval<T>(
  clusters: readonly T[],
  statistic: (drawn: readonly T[]) => number | null,
  { resamples = 1000, level = 0.95, seed = 1 as number | string } = {},
): { low: number; high: number; level: number } | null {
  if (clusters.length < 2 || resamples === 0) return null;
  const rng = namedStream(seed, "clusters");
  const values: number[] = [];
  for (let r = 0; r < resamples; r++) {
    const value = statistic(clusters.map(() => clusters[rng.int(0, clusters.length - 1)]!));
    if (value !== null) values.push(value);
  }
  if (values.length < 0.9 * resamples) return null;
  const tail = (1 - level) / 2;
  return { low: quantile(values, tail), high: quantile(values, 1 - tail), level };
}

/** Pearson's correlation; null with fewer than three pairs or a side that does not vary. */
export function pearson(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < 3) return null;
  let [x, y] = [0, 0];
  for (const [a, b] of pairs) {
    x += a / pairs.length;
    y += b / pairs.length;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    xx += (a - x) ** 2;
    yy += (b - y) ** 2;
    xy += (a - x) * (b - y);
  }
  return xx > 1e-12 && yy > 1e-12 ? xy / Math.sqrt(xx * yy) : null;
}
