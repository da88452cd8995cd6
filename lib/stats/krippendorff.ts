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
  /** the distinct values, rising */
  categories: number[];
  /** per unit: which categories it holds, and how often each */
  units: { category: number; count: number }[][];
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
    pairableValues: table.units.flat().reduce((sum, { count }) => sum + count, 0),
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
      const counts = new Map<number, number>();
      for (const value of unit)
        counts.set(index.get(value)!, (counts.get(index.get(value)!) ?? 0) + 1);
      return [...counts]
        .sort(([a], [b]) => a - b)
        .map(([category, count]) => ({ category, count }));
    }),
  };
}

/** α of a choice of units (with repetition); null when it is not defined. */
function alphaOf(table: Coincidences, chosen: readonly number[], metric: AlphaMetric) {
  const marginal = new Array<number>(table.categories.length).fill(0);
  for (const unit of chosen) {
    for (const { category, count } of table.units[unit]!) marginal[category]! += count;
  }
  const whole = marginal.map((count, category) => ({ category, count }));
  const pairs = pairsBy[metric](table.categories, marginal);
  let observed = 0;
  for (const unit of chosen) {
    const own = table.units[unit]!;
    observed += pairs(own) / (sizeOf(own) - 1);
  }
  const expected = pairs(whole);
  return expected > 0 ? 1 - ((sizeOf(whole) - 1) * observed) / expected : null;
}

type Counts = Coincidences["units"][number];

const sizeOf = (counts: Counts) => counts.reduce((sum, { count }) => sum + count, 0);

/**
 * Σ over pairs of values of their squared distance, in time that grows with the number of distinct
 * values (but for the ratio scale: with its square). The ordinal distance of two values, the values
 * given from one to the other less half of both, is the difference of their mid-ranks.
 */
const pairsBy: Record<
  AlphaMetric,
  (categories: readonly number[], marginal: readonly number[]) => (counts: Counts) => number
> = {
  nominal: () => (counts) =>
    (sizeOf(counts) ** 2 - counts.reduce((sum, { count }) => sum + count * count, 0)) / 2,
  ordinal: (_, marginal) => squaredDifferences(middleRanks(marginal)),
  interval: (categories) => squaredDifferences(categories),
  ratio: (categories) => (counts) => {
    let sum = 0;
    counts.forEach(({ category, count }, i) => {
      for (let j = i + 1; j < counts.length; j++) {
        const [a, b] = [categories[category]!, categories[counts[j]!.category]!];
        if (a + b > 0) sum += count * counts[j]!.count * ((a - b) / (a + b)) ** 2;
      }
    });
    return sum;
  },
};

/** The mid-rank of each category, from 0 in the middle of all values. */
function middleRanks(marginal: readonly number[]): number[] {
  let below = -marginal.reduce((sum, count) => sum + count, 0) / 2;
  return marginal.map((count) => {
    below += count;
    return below - count / 2;
  });
}

/** Σ over pairs of (x − y)² = m · Σ (x − x̄)², with the mean taken first: no digits are lost. */
function squaredDifferences(place: readonly number[]) {
  return (counts: Counts) => {
    const m = sizeOf(counts);
    let mean = 0;
    for (const { category, count } of counts) mean += (count * place[category]!) / m;
    let squares = 0;
    for (const { category, count } of counts) squares += count * (place[category]! - mean) ** 2;
    return m * squares;
  };
}

/** The coincidence matrix o_ck = Σ_u n_uc(n_uk − [c = k])/(m_u − 1) and its marginals, for show. */
export function coincidenceMatrix(units: readonly (readonly (number | null)[])[]) {
  const table = coincidences(units);
  const matrix = table.categories.map(() => table.categories.map(() => 0));
  for (const unit of table.units) {
    for (const c of unit) {
      for (const k of unit) {
        const others = k.count - (c.category === k.category ? 1 : 0);
        matrix[c.category]![k.category]! += (c.count * others) / (sizeOf(unit) - 1);
      }
    }
  }
  const marginals = matrix.map((row) => row.reduce((a, b) => a + b, 0));
  return { categories: table.categories, matrix, marginals };
}
