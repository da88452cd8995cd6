import {
  anovaDifference,
  type BalancedCells,
  balancedCells,
  type CrossedAnova,
  crossedAnova,
} from "./crossed-anova";
import type { Matrix } from "./dense";
import { tPoint } from "./distributions";
import type { RatingRow } from "./long-table";
import { pairsOf } from "./naive";
import {
  type NotPossible,
  type RatingDesign,
  ratingDesign,
  type VarianceModel,
} from "./rating-design";
import {
  contrastTest,
  type FTest,
  fitReml,
  jointTest,
  leavesNoResidual,
  type RemlFit,
  sequentialRows,
} from "./reml";
import { remlProblem } from "./reml-criterion";
import type { TTest } from "./t-tests";

/** An estimated mean of a condition. */
export interface ConditionMean {
  condition: string;
  estimate: number;
  se: number;
  df: number;
  interval: { low: number; high: number; level: number };
}

/** A difference of two conditions, first minus second. */
export interface Difference extends TTest {
  first: string;
  second: string;
}

/** The crossed analysis of one dimension: participants and stimuli both random. */
export interface CrossedResult {
  kind: "result";
  method: "closed form" | "REML";
  /** what was asked for; terms that the counts do not allow are named in `notes` */
  variances: VarianceModel;
  formula: string;
  conditions: string[];
  ratings: number;
  participants: number;
  stimuli: number;
  means: ConditionMean[];
  omnibus: FTest;
  differences: Difference[];
  /** variance components in squared units; the residual last */
  components: { name: string; variance: number; sd: number; levels: number | null }[];
  /** −2 log restricted likelihood; null for the closed form */
  criterion: number | null;
  zeroTerms: string[];
  singular: boolean;
  converged: boolean;
  /** sentences about terms left out, variances at zero, a search that did not settle */
  notes: string[];
}

/**
 * The crossed analysis: closed form for complete balanced cells whose variance components are all
 * positive (then it equals REML) and without shared items or runs, else REML with Satterthwaite df.
 * With variances by condition always REML.
 * @param rows one dimension, at most one rating per participant and stimulus
 * @returns a reason in a sentence where the data allow no crossed analysis; never NaN
 */
export function crossedAnalysis(
  rows: readonly RatingRow[],
  level = 0.95,
  variances: VarianceModel = "pooled",
): CrossedResult | NotPossible {
  const design = ratingDesign(rows, variances);
  if (design.kind === "none") return design;
  const plain = design.terms.every((term) => term.parts === undefined);
  if (design.terms.length === 3 && design.notes.length === 0 && plain) {
    const closed = closedForm(rows, design, level);
    if (closed) return closed;
  }
  return byReml(design, level);
}

function closedForm(
  rows: readonly RatingRow[],
  design: RatingDesign,
  level: number,
): CrossedResult | null {
  const cells = balancedCells(rows);
  const anova = cells && usableAnova(cells);
  if (!cells || !anova) return null;
  const dfMean = meanDf(anova);
  const half = tPoint((1 + level) / 2, dfMean) * anova.seMean;
  return {
    kind: "result",
    method: "closed form",
    ...shared(design),
    means: cells.conditions.map((condition, i) => ({
      condition,
      estimate: anova.means[i]!,
      se: anova.seMean,
      df: dfMean,
      interval: { low: anova.means[i]! - half, high: anova.means[i]! + half, level },
    })),
    omnibus: anova.quasiF,
    differences: pairsOf(cells.conditions.map((_, i) => i)).map(([a, b]) => ({
      first: cells.conditions[a]!,
      second: cells.conditions[b]!,
      ...anovaDifference(anova, a, b, level),
    })),
    components: namedComponents(anova, design),
    criterion: null,
    zeroTerms: [],
    singular: false,
    converged: true,
    notes: [],
  };
}

/** The closed form where it may be used: a mean square of zero or a negative component is REML's. */
function usableAnova(cells: BalancedCells): CrossedAnova | null {
  try {
    const anova = crossedAnova(cells);
    return anova.valid ? anova : null;
  } catch {
    return null;
  }
}

function namedComponents({ components }: CrossedAnova, design: RatingDesign) {
  const named = [
    ["participant", components.participant, design.participants],
    ["participant:condition", components.participantModel, design.terms[1]!.count],
    ["stimulus", components.stimulus, design.stimuli],
    ["residual", components.residual, null],
  ] as const;
  return named.map(([name, variance, levels]) => ({
    name,
    variance,
    sd: Math.sqrt(variance),
    levels,
  }));
}

type Line = CrossedAnova["table"][number];
/** model, participant, stimulus, participant × model, residual */
type MeanSquareTable = [Line, Line, Line, Line, Line];

/** Satterthwaite df of a mean: MS_L/M + (1 − 1/M)·MS_LM + MS_C − MS_E over LK. */
function meanDf(anova: CrossedAnova): number {
  const [m, l, c, lm, e] = anova.table as MeanSquareTable;
  const models = m.df + 1;
  const parts: [number, number][] = [
    [l.ms / models, l.df],
    [lm.ms * (1 - 1 / models), lm.df],
    [c.ms, c.df],
    [-e.ms, e.df],
  ];
  const total = parts.reduce((sum, [part]) => sum + part, 0);
  return total ** 2 / parts.reduce((sum, [part, df]) => sum + part ** 2 / df, 0);
}

function shared(design: RatingDesign) {
  return {
    variances: design.variances,
    formula: design.formula,
    conditions: design.conditions,
    ratings: design.ratings.length,
    participants: design.participants,
    stimuli: design.stimuli,
  };
}

function byReml(design: RatingDesign, level: number): CrossedResult | NotPossible {
  const count = design.conditions.length;
  const x = treatmentCoding(design);
  const problem = remlProblem(design.ratings, x, design.terms);
  if (leavesNoResidual(problem)) {
    return {
      kind: "none",
      reason:
        "Participants and stimuli explain every rating exactly: no residual variation is left to compare differences with.",
    };
  }
  const fit = fitReml(problem);
  return remlResult(design, fit, count, level);
}

/** β₀ the first condition's mean, β_i the i-th minus the first. */
function treatmentCoding(design: RatingDesign): Matrix {
  return [...design.condition].map((c) =>
    design.conditions.map((_, k) => (k === 0 || k === c ? 1 : 0)),
  );
}

function remlResult(
  design: RatingDesign,
  fit: RemlFit,
  count: number,
  level: number,
): CrossedResult {
  const weights = (entries: [number, number][]) => {
    const l = new Array<number>(count).fill(0);
    for (const [i, weight] of entries) if (i >= 0) l[i]! += weight;
    return l;
  };
  const meanOf = (i: number): [number, number][] =>
    i === 0
      ? [[0, 1]]
      : [
          [0, 1],
          [i, 1],
        ];
  return {
    kind: "result",
    method: "REML",
    ...shared(design),
    means: design.conditions.map((condition, i) => {
      const { estimate, se, df, interval } = contrastTest(fit, weights(meanOf(i)), level);
      return { condition, estimate, se, df, interval };
    }),
    omnibus: jointTest(fit, sequentialRows(treatmentCoding(design))),
    differences: pairsOf(design.conditions.map((_, i) => i)).map(([a, b]) => ({
      first: design.conditions[a]!,
      second: design.conditions[b]!,
      ...contrastTest(
        fit,
        weights([
          [a === 0 ? -1 : a, 1],
          [b, -1],
        ]),
        level,
      ),
    })),
    components: [...fit.components, fit.residual],
    criterion: fit.criterion,
    zeroTerms: fit.zeroTerms,
    singular: fit.singular,
    converged: fit.converged,
    notes: [
      ...design.notes,
      ...fit.zeroTerms.map((name) => `The variance of ${name} is estimated as zero.`),
      ...(fit.converged ? [] : ["The search did not settle; read the estimates with care."]),
    ],
  };
}
