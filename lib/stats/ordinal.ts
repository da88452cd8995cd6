import { type Coefficient, fitOrdinal, type OrdinalFit, ordinalContrast } from "./clmm";
import { tPoint, tTwoSided } from "./distributions";
import type { RatingRow } from "./long-table";
import { pairsOf } from "./naive";
import { type NotPossible, type RatingDesign, ratingDesign } from "./rating-design";

/** A difference of two conditions on the logit scale, first minus second. */
export interface OrdinalDifference {
  first: string;
  second: string;
  estimate: number;
  se: number | null;
  z: number | null;
  /** p of the z test, which takes the variances as known */
  p: number | null;
  /** degrees of freedom of the crossed analysis, and p and interval of estimate/SE as a t of them */
  df: number | null;
  pT: number | null;
  interval: { low: number; high: number; level: number } | null;
}

/** The ordinal check of one dimension. */
export interface OrdinalResult {
  kind: "result";
  formula: string;
  conditions: string[];
  /** the condition against which `effects` are given */
  reference: string;
  ratings: number;
  thresholds: Coefficient[];
  effects: Coefficient[];
  differences: OrdinalDifference[];
  components: OrdinalFit["components"];
  logLik: number;
  zeroTerms: string[];
  singular: boolean;
  notes: string[];
}

/**
 * The cumulative link mixed model of one dimension, with the random intercepts of the crossed
 * analysis. Its z tests treat the variances as known: they are optimistic for few stimuli, so
 * `withCrossedDf` is what to report.
 * @returns a reason in a sentence where it cannot be fitted
 */
export function ordinalAnalysis(
  rows: readonly RatingRow[],
  level = 0.95,
): OrdinalResult | NotPossible {
  const design = ratingDesign(rows);
  if (design.kind === "none") return design;
  const atEnd = conditionsAtEnd(design);
  const reference = Math.max(
    0,
    design.conditions.findIndex((name) => !atEnd.includes(name)),
  );
  const others = design.conditions.map((_, i) => i).filter((i) => i !== reference);
  const x = [...design.condition].map((c) => others.map((i) => (i === c ? 1 : 0)));
  const names = others.map((i) => design.conditions[i]!);
  const fit = fitOrdinal(design.ratings, x, names, design.terms);
  if (fit.endlessTerms.length > 0) {
    return {
      kind: "none",
      reason:
        "The ratings are too few or too regular for the ordinal mixed model: its likelihood has no maximum.",
    };
  }
  const contrast = (a: number, b: number) =>
    others.map((i) => (i === a ? 1 : 0) - (i === b ? 1 : 0));
  return {
    kind: "result",
    formula: design.formula,
    conditions: design.conditions,
    reference: design.conditions[reference]!,
    ratings: design.ratings.length,
    thresholds: fit.thresholds,
    effects: fit.effects,
    differences: pairsOf(design.conditions.map((_, i) => i)).map(([a, b]) => ({
      first: design.conditions[a]!,
      second: design.conditions[b]!,
      ...ordinalContrast(fit, contrast(a, b), level),
      ...{ df: null, pT: null },
    })),
    components: fit.components,
    logLik: fit.logLik,
    zeroTerms: fit.zeroTerms,
    singular: fit.singular,
    notes: [
      "z tests take the variances as known: with few stimuli they reject too often. The t tests take the crossed analysis' degrees of freedom.",
      ...design.notes,
      ...fit.problems,
    ],
  };
}

/**
 * The differences tested as t with the degrees of freedom that the crossed analysis of the same
 * ratings has for them: no theory says that estimate/SE of a Laplace fit is a t, but simulated null
 * studies reject near the level where the z test does not (docs/statistics.md).
 * @param crossed differences of the same conditions, in either order
 */
export function withCrossedDf(
  result: OrdinalResult,
  crossed: readonly { first: string; second: string; df: number }[],
): OrdinalResult {
  const differences = result.differences.map((difference) => {
    const { first, second, estimate, se, interval } = difference;
    const same = crossed.find(
      (one) =>
        (one.first === first && one.second === second) ||
        (one.first === second && one.second === first),
    );
    if (!same || se === null || interval === null) return difference;
    const half = tPoint((1 + interval.level) / 2, same.df) * se;
    return {
      ...difference,
      df: same.df,
      pT: tTwoSided(estimate / se, same.df),
      interval: { low: estimate - half, high: estimate + half, level: interval.level },
    };
  });
  return { ...result, differences };
}

/** Conditions whose every rating is the lowest, or every rating the highest, of all. */
function conditionsAtEnd(design: RatingDesign): string[] {
  const low = Math.min(...design.ratings);
  const high = Math.max(...design.ratings);
  return design.conditions.filter((_, c) => {
    const own = design.ratings.filter((_, i) => design.condition[i] === c);
    return own.every((v) => v === low) || own.every((v) => v === high);
  });
}
