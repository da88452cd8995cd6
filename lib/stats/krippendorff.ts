import { InputError } from "@/lib/shared/invariant";
import { namedStream } from "@/lib/shared/rng";
import { quantile } from "./descriptive";

/** The scales of Krippendorff's α. */
export const alphaMetrics = ["nominal", "ordinal", "interval", "ratio"] as const;
export type AlphaMetric = (typeof alphaMetrics)[number];

/** Krippendorff's α with a bootstrap interval. */
export interface Alpha {
  metric: AlphaMetric;
  /** 1 = perfect agreement, 0 = as by chance, below 0 = worse than chance */
  value: number;
  /** percentile interval over resampled units; null when too many resamples have no α */
  interval: { low: number; high: number; level: number } | null;
  units: number;
  pairableValues: number;
}

/** Values that can be paired: for every unit with two or more values its values' categories. */
interface Coincidences {
  categories: number[];
  /** per unit: category index → count */
  units: number[][];
}

/**
 * Krippendorff's α = 1 − D_o/D_e from the coincidences of all pairable values
 * (Krippendorff 2011, "Computing Krippendorff's alpha-reliability"); missing values are allowed.
 * The interval resamples units with replacement (percentiles), from a named seeded stream.
 * @param units one list of values per unit (stimulus); the order of values does not matter
 * @returns null when no unit has two values or all values are equal
 * @throws InputError for negative values on the ratio scale
 */
export function krippendorffAlpha(
  units: readonly (readonly (number | null)[])[],
  metric: AlphaMetric,
  { resamples = 1000, level = 0.95, seed = 1 as number | string } = {},
): Alpha | null {
  const table = coincidences(units);
  if (metric === "ratio" && table.categories.some((value) => value < 0)) {
    throw new InputError("krippendorffAlpha: expected values of 0 or more on the ratio scale");
  }
  const all = table.units.map((_, i) => i);
  const value = alphaOf(table, all, metric);
  if (value === null) return null;
  const rng = namedStream(seed, "alpha", metric);
  const draws: number[] = [];
  for (let r = 0; r < resamples; r++) {
    const draw = alphaOf(
      table,
      all.map(() => rng.int(0, all.length - 1)),
      metric,
    );
    if (draw !== null) draws.push(draw);
  }
  const tail = (1 - level) / 2;
  const enough = resamples > 0 && draws.length >= 0.9 * resamples;
  return {
    metric,
    value,
    interval: enough
      ? { low: quantile(draws, tail), high: quantile(draws, 1 - tail), level }
      : null,
    units: all.length,
    pairableValues: table.units.flat().reduce((sum, count) => sum + count, 0),
  };
}

function coincidences(units: readonly (readonly (number | null)[])[]): Coincidences {
  const given = units
    .map((unit) => unit.filter((value): value is number => value !== null))
    .filter((unit) => unit.length > 1);
  const categories = [...new Set(given.flat())].sort((a, b) => a - b);
  const index = new Map(categories.map((value, i) => [value, i]));
  return {
    categories,
    units: given.map((unit) => {
      const counts = new Array<number>(categories.length).fill(0);
      for (const value of unit) counts[index.get(value)!]!++;
      return counts;
    }),
  };
}

/** α of a choice of units (with repetition); null when it is not defined. */
function alphaOf(table: Coincidences, chosen: readonly number[], metric: AlphaMetric) {
  const size = table.categories.length;
  const marginal = new Array<number>(size).fill(0);
  for (const unit of chosen) for (let c = 0; c < size; c++) marginal[c]! += table.units[unit]![c]!;
  const total = marginal.reduce((sum, count) => sum + count, 0);
  const distance = distances(table.categories, marginal, metric);
  let observed = 0;
  for (const unit of chosen) observed += disagreement(table.units[unit]!, distance);
  let expected = 0;
  for (let c = 0; c < size; c++) {
    for (let k = c + 1; k < size; k++) expected += marginal[c]! * marginal[k]! * distance[c]![k]!;
  }
  return expected > 0 ? 1 - ((total - 1) * observed) / expected : null;
}

/** Σ over pairs of different values within a unit, each weighted by 1/(m − 1). */
function disagreement(counts: readonly number[], distance: readonly (readonly number[])[]): number {
  let values = 0;
  let sum = 0;
  for (let c = 0; c < counts.length; c++) {
    const count = counts[c]!;
    if (count === 0) continue;
    values += count;
    for (let k = c + 1; k < counts.length; k++) sum += count * counts[k]! * distance[c]![k]!;
  }
  return sum / (values - 1);
}

/** Squared distances of the metric between all categories. */
function distances(
  categories: readonly number[],
  marginal: readonly number[],
  metric: AlphaMetric,
) {
  const squared: Record<AlphaMetric, (c: number, k: number) => number> = {
    nominal: () => 1,
    ordinal: (c, k) => {
      let between = 0;
      for (let g = c; g <= k; g++) between += marginal[g]!;
      return (between - (marginal[c]! + marginal[k]!) / 2) ** 2;
    },
    interval: (c, k) => (categories[c]! - categories[k]!) ** 2,
    ratio: (c, k) => ((categories[c]! - categories[k]!) / (categories[c]! + categories[k]!)) ** 2,
  };
  return categories.map((_, c) => categories.map((_, k) => (k > c ? squared[metric](c, k) : 0)));
}

/** The coincidence matrix o_ck = Σ_u n_uc(n_uk − [c = k])/(m_u − 1) and its marginals, for show. */
export function coincidenceMatrix(units: readonly (readonly (number | null)[])[]) {
  const table = coincidences(units);
  const matrix = table.categories.map((_, c) =>
    table.categories.map((_, k) =>
      table.units.reduce((sum, unit) => {
        const values = unit.reduce((a, b) => a + b, 0);
        return sum + (unit[c]! * (unit[k]! - (c === k ? 1 : 0))) / (values - 1);
      }, 0),
    ),
  );
  const marginals = matrix.map((row) => row.reduce((a, b) => a + b, 0));
  return { categories: table.categories, matrix, marginals };
}
