import { type Coefficient, fitOrdinal, type OrdinalFit, ordinalContrast } from "./clmm";
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
  p: number | null;
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
 * analysis. Its z tests treat the variances as known: they are optimistic for few stimuli.
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
    })),
    components: fit.components,
    logLik: fit.logLik,
    zeroTerms: fit.zeroTerms,
    singular: fit.singular,
    notes: [
      "z tests take the variances as known: optimistic for few stimuli.",
      ...design.notes,
      ...fit.problems,
    ],
  };
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
