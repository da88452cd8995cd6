import {
  type DimensionTruth,
  type RatingTruthFile,
  thresholdsOf,
  trueRating,
} from "@/lib/study/rating-truth";
import { crossedAnalysis } from "./crossed";
import { mean, variance } from "./descriptive";
import { normalBelow } from "./distributions";
import type { RatingRow } from "./long-table";
import { naiveAnalysis } from "./naive";
import { ordinalAnalysis } from "./ordinal";

/** Who hears what: one planned first presentation. */
export type PlannedRating = Pick<RatingRow, "participant" | "stimulus" | "condition" | "item">;

/** A dimension's scale. */
export interface RecoveryScale {
  id: string;
  low: number;
  high: number;
}

/** How one true difference came back over the simulated studies. */
export interface RecoveredDifference {
  dimension: string;
  first: string;
  second: string;
  /** difference of the expected ratings, in points of the scale */
  truth: number;
  mean: number;
  bias: number;
  /** standard deviation of the estimates, and the mean of their standard errors */
  sd: number | null;
  se: number;
  /** share of intervals that hold the truth */
  coverage: number;
  /** share of studies that reject at α: the power where there is a difference */
  rejected: number;
}

/** Type-I error of each test where all models are made alike; null where none was fitted. */
export interface NullRates {
  dimension: string;
  crossed: number | null;
  pooled: number | null;
  paired: number | null;
  ordinal: number | null;
}

/** What `study recover` reports. */
export interface Recovery {
  studies: number;
  /** studies of the null in which the ordinal model was fitted */
  ordinalStudies: number;
  differences: RecoveredDifference[];
  nulls: NullRates[];
}

/** How many studies, and how. */
export interface RecoveryOptions {
  studies: number;
  ordinalStudies: number;
  alpha: number;
  seed: string | number;
  onStudy?: (done: number) => void;
}

/** The expected rating of a condition: low + Σ P(impression > threshold), everything normal. */
export function expectedRating(
  truth: DimensionTruth,
  condition: string,
  { low, high }: RecoveryScale,
): number {
  const sizes = Object.values(truth.variances);
  const sd = Math.sqrt(sizes.reduce((sum, size) => sum + size, 0));
  const above = (threshold: number) => normalBelow((truth.effects[condition]! - threshold) / sd);
  return low + thresholdsOf(truth, low, high).reduce((sum, one) => sum + above(one), 0);
}

/**
 * Simulates studies of one design under a known truth and reports bias, coverage and power of the
 * crossed analysis, and on the same design with all models alike the type-I error of every test.
 * @param design main trials of models, first presentations
 */
export function recover(
  truth: RatingTruthFile,
  design: readonly PlannedRating[],
  scales: readonly RecoveryScale[],
  options: RecoveryOptions,
): Recovery {
  const { studies, ordinalStudies, alpha, onStudy } = options;
  const parts = scales.map((scale) => ({
    scale,
    own: truth.dimensions[scale.id]!,
    estimates: new Map<string, Estimates>(),
    nulls: { crossed: [], pooled: [], paired: [], ordinal: [] } as Record<string, number[]>,
  }));
  for (let study = 0; study < studies; study++) {
    for (const { scale, own, estimates, nulls } of parts) {
      const seed = `${options.seed} ${study}`;
      collect(estimates, simulated(own, design, scale, seed), own, scale, alpha);
      const alike = simulated(allAlike(own, design), design, scale, `${seed} null`);
      collectNull(nulls, alike, study < ordinalStudies);
    }
    onStudy?.(study + 1);
  }
  return {
    studies,
    ordinalStudies: Math.min(studies, ordinalStudies),
    differences: parts.flatMap(({ scale, estimates }) =>
      [...estimates.values()].map((one) => summed(scale.id, one)),
    ),
    nulls: parts.map(({ scale, nulls }) => ({
      dimension: scale.id,
      crossed: share(nulls.crossed!, alpha),
      pooled: share(nulls.pooled!, alpha),
      paired: share(nulls.paired!, alpha),
      ordinal: share(nulls.ordinal!, alpha),
    })),
  };
}

interface Estimates {
  first: string;
  second: string;
  truth: number;
  values: number[];
  errors: number[];
  covered: number[];
  rejected: number[];
}

function simulated(
  truth: DimensionTruth,
  design: readonly PlannedRating[],
  scale: RecoveryScale,
  seed: string,
): RatingRow[] {
  return design.map((planned) => ({
    ...planned,
    dimension: scale.id,
    rating: trueRating(truth, seed, scale.id, { ...planned, presentation: 1 }, scale),
  }));
}

function allAlike(truth: DimensionTruth, design: readonly PlannedRating[]): DimensionTruth {
  const names = [...new Set(design.map(({ condition }) => condition))];
  const middle = mean(names.map((name) => truth.effects[name]!));
  return { ...truth, effects: Object.fromEntries(names.map((name) => [name, middle])) };
}

function collect(
  estimates: Map<string, Estimates>,
  rows: readonly RatingRow[],
  truth: DimensionTruth,
  scale: RecoveryScale,
  alpha: number,
): void {
  const result = crossedAnalysis(rows, 1 - alpha);
  if (result.kind === "none") return;
  for (const { first, second, estimate, se, p, interval } of result.differences) {
    const key = JSON.stringify([first, second]);
    const wanted = expectedRating(truth, first, scale) - expectedRating(truth, second, scale);
    const own = estimates.get(key) ?? {
      ...{ first, second, truth: wanted },
      ...{ values: [], errors: [], covered: [], rejected: [] },
    };
    estimates.set(key, own);
    own.values.push(estimate);
    own.errors.push(se);
    own.covered.push(interval.low <= wanted && wanted <= interval.high ? 1 : 0);
    own.rejected.push(p < alpha ? 1 : 0);
  }
}

/** Every pair of models counts: all of them are alike. */
function collectNull(
  nulls: Record<string, number[]>,
  rows: readonly RatingRow[],
  ordinal: boolean,
): void {
  const crossed = crossedAnalysis(rows);
  if (crossed.kind === "result") nulls.crossed!.push(...crossed.differences.map(({ p }) => p));
  for (const { pooled, paired } of naiveAnalysis(rows).pairs) {
    if (pooled) nulls.pooled!.push(pooled.p);
    if (paired) nulls.paired!.push(paired.p);
  }
  const other = ordinal ? ordinalAnalysis(rows) : null;
  if (other?.kind === "result")
    nulls.ordinal!.push(...other.differences.flatMap(({ p }) => p ?? []));
}

function summed(dimension: string, one: Estimates): RecoveredDifference {
  const { first, second, truth, values, errors, covered, rejected } = one;
  return {
    ...{ dimension, first, second, truth },
    mean: mean(values),
    bias: mean(values) - truth,
    sd: values.length > 1 ? Math.sqrt(variance(values)) : null,
    se: mean(errors),
    coverage: mean(covered),
    rejected: mean(rejected),
  };
}

function share(ps: readonly number[], alpha: number): number | null {
  return ps.length === 0 ? null : ps.filter((p) => p < alpha).length / ps.length;
}
