import { InputError } from "@/lib/shared/invariant";
import { tPoint } from "./distributions";

/** An interval with its level, in the unit of the values. */
export interface Interval {
  low: number;
  high: number;
  /** 0.95 for a 95 % interval */
  level: number;
}

/** What `describe` returns; `null` where a number is not defined (one value has no spread). */
export interface DescriptiveStatistics {
  n: number;
  mean: number;
  /** standard deviation with n − 1; null for n = 1 */
  sd: number | null;
  /** sd / √n; null for n = 1. It treats the values as unrelated: see `crossedAnova` and `fitReml`. */
  se: number | null;
  median: number;
  min: number;
  max: number;
  /** mean ± t(n − 1) · se; null for n = 1 */
  interval: Interval | null;
}

/** One group of `describeBy`: the values of its keys and its description. */
export interface GroupDescription<K extends string> extends DescriptiveStatistics {
  key: Record<K, string>;
}

/** The arithmetic mean. @throws Error on an empty list */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new InputError("mean: expected at least one value, got none");
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The variance with n − 1, by two passes. @throws InputError with fewer than two values */
export function variance(values: readonly number[]): number {
  if (values.length < 2) {
    throw new InputError(`variance: expected at least two values, got ${values.length}`);
  }
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return sum / (values.length - 1);
}

/**
 * The median: the middle value, or the mean of the two middle ones.
 * @throws InputError without a value
 */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The p-quantile by linear interpolation at 1 + (n − 1)p (Hyndman & Fan 1996, type 7; R's default).
 * @throws InputError on an empty list
 */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new InputError("quantile: expected at least one value, got none");
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (position - below) * (high - low);
}

/**
 * n, mean, SD (n − 1), SE, median, range and a t interval of the values, in their own unit.
 * The interval is right for unrelated values only; across conditions use the crossed analysis.
 * @throws InputError on an empty list or a value that is not a finite number
 */
export function describe(values: readonly number[], level = 0.95): DescriptiveStatistics {
  if (values.length === 0) throw new InputError("describe: expected at least one value, got none");
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new InputError(`describe: expected finite numbers, got ${bad}`);
  const n = values.length;
  const centre = mean(values);
  const sd = n > 1 ? Math.sqrt(variance(values)) : null;
  const se = sd === null ? null : sd / Math.sqrt(n);
  const half = se === null ? null : tPoint((1 + level) / 2, n - 1) * se;
  const interval = half === null ? null : { low: centre - half, high: centre + half, level };
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { n, mean: centre, sd, se, median: median(values), min, max, interval };
}

/**
 * Describes the ratings of each combination of the keys that occurs, in order of first appearance:
 * `describeBy(rows, ["condition", "dimension"])`, `["stimulus", "dimension"]`, `["participant"]`.
 * A key that a row lacks counts as the empty string.
 * @throws InputError for a rating that is not a finite number
 */
export function describeBy<K extends string>(
  rows: readonly ({ rating: number } & { [key in K]?: string | undefined })[],
  keys: readonly K[],
  level = 0.95,
): GroupDescription<K>[] {
  const groups = new Map<string, { key: Record<K, string>; values: number[] }>();
  for (const row of rows) {
    const parts = keys.map((key) => row[key] ?? "");
    const name = JSON.stringify(parts);
    let group = groups.get(name);
    if (!group) {
      const key = Object.fromEntries(keys.map((k, i) => [k, parts[i]!])) as Record<K, string>;
      group = { key, values: [] };
      groups.set(name, group);
    }
    group.values.push(row.rating);
  }
  // biome-ignore lint/correctness/usePlaywrightValidDescribeCallback: this is our own function
  return [...groups.values()].map(({ key, values }) => ({ key, ...describe(values, level) }));
}
