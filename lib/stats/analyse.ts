import { InputError } from "@/lib/shared/invariant";
import { type AnchorLine, anchorNames, anchorTable } from "./anchors";
import {
  type ConfirmatoryPlan,
  type ConfirmatoryTest,
  confirmatoryTests,
  findDifference,
} from "./confirmatory";
import { type CrossedResult, crossedAnalysis } from "./crossed";
import { type DPrime, dPrime } from "./d-prime";
import { describeBy, type GroupDescription } from "./descriptive";
import { type DimensionCorrelation, dimensionCorrelations } from "./dimension-correlation";
import { holm } from "./holm";
import { checkStimuli, levels, type RatingRow, splitPresentations } from "./long-table";
import { type NaiveAnalysis, naiveAnalysis } from "./naive";
import { type OrdinalResult, ordinalAnalysis, withCrossedDf } from "./ordinal";
import { type PrimaryAnswer, primaryAnswer, scopeSentence } from "./primary-answer";
import { type RankTests, rankTests } from "./rank-tests";
import type { NotPossible, VarianceModel } from "./rating-design";
import { type Reliability, reliability } from "./reliability";
import { type Sensitivity, sensitivity } from "./sensitivity";
import { type StimulusSpread, stimulusSpread } from "./stimulus-spread";
import { type TestRetest, testRetest } from "./test-retest";

/** What may be set for a run of all analyses. */
export interface AnalysisOptions {
  plan?: ConfirmatoryPlan;
  /** conditions that are anchors; default: human and scrambled */
  anchors?: readonly string[];
  /** range of each dimension's scale; default: from the lowest to the highest rating */
  ranges?: Readonly<Record<string, readonly [number, number]>>;
  /** the true difference that the power is asked for; default: the margin, or a tenth of the range */
  difference?: number;
  /** bootstrap resamples and their seed */
  resamples?: number;
  seed?: number | string;
  /** variances of the crossed analysis where no plan declares them; default pooled */
  variances?: VarianceModel;
  /** leave the slow ordinal model out */
  ordinal?: boolean;
  scope?: Parameters<typeof scopeSentence>[0];
  /** told what is computed next, for example "harmony: ordinal mixed model" */
  onStep?: (what: string) => void;
}

/** Everything about one dimension. */
export interface DimensionReport {
  dimension: string;
  byCondition: GroupDescription<"condition">[];
  byStimulus: GroupDescription<"condition" | "stimulus">[];
  byParticipant: GroupDescription<"participant">[];
  naive: NaiveAnalysis;
  crossed: CrossedResult | NotPossible;
  /** the crossed analysis with the other variances, as a check of the declared one */
  beside: CrossedResult | NotPossible;
  /** how unequal the stimuli of the models are */
  spread: StimulusSpread;
  /** Holm-adjusted p of `crossed.differences`, within this dimension: exploratory */
  holmWithin: number[];
  ordinal: OrdinalResult | NotPossible;
  ranks: RankTests | NotPossible;
  reliability: Reliability;
  testRetest: TestRetest | null;
  sensitivity: Sensitivity | NotPossible;
  anchors: AnchorLine[];
  /** for dimensions with two points when `human` was heard */
  dPrimes: DPrime[];
}

/** What `analyseRatings` returns: plain data, ready for JSON. */
export interface StatsReport {
  ratings: number;
  participants: number;
  stimuli: number;
  conditions: string[];
  anchors: string[];
  /** rows that are practice or catch trials, or repeats, and so out of the main analyses */
  leftOut: { otherTrials: number; repeats: number };
  /** null without a plan, or with `primaryReason` */
  primary: PrimaryAnswer | null;
  primaryReason: string | null;
  confirmatory: ConfirmatoryTest[];
  dimensions: DimensionReport[];
  correlations: DimensionCorrelation[];
  scope: string;
}

/**
 * Runs every analysis on a long ratings table: the default set (first presentations of main
 * trials), per dimension, anchors apart. Nothing in the report is NaN: what the data cannot give is
 * null or a reason in a sentence.
 * @throws InputError when a stimulus has two conditions, or the plan names what is not there
 */
export function analyseRatings(
  rows: readonly RatingRow[],
  options: AnalysisOptions = {},
): StatsReport {
  checkStimuli(rows);
  const { first, repeats } = splitPresentations(rows);
  if (first.length === 0) {
    const kinds = levels(rows.map((row) => `"${row.trialKind ?? ""}"`)).join(", ");
    throw new InputError(
      `analysis: expected ratings of main trials (trial_kind main, or none given), got ${kinds || "no ratings"}`,
    );
  }
  const conditions = levels(first.map((row) => row.condition));
  const anchors = (options.anchors ?? anchorNames).filter((name) => conditions.includes(name));
  const dimensions = levels(first.map((row) => row.dimension)).map((dimension) => {
    const of = (list: readonly RatingRow[]) => list.filter((row) => row.dimension === dimension);
    return dimensionReport(dimension, of(first), of(repeats), anchors, options);
  });
  const tests = confirmatoryTests(dimensions, options.plan);
  return {
    ratings: first.length,
    participants: new Set(first.map((row) => row.participant)).size,
    stimuli: new Set(first.map((row) => row.stimulus)).size,
    conditions,
    anchors,
    leftOut: { otherTrials: rows.length - first.length - repeats.length, repeats: repeats.length },
    ...primaryOf(dimensions, options.plan),
    confirmatory: tests,
    dimensions,
    correlations: dimensionCorrelations(
      first.filter((row) => !anchors.includes(row.condition)),
      options,
    ),
    scope: scopeSentence(options.scope),
  };
}

function dimensionReport(
  dimension: string,
  rows: readonly RatingRow[],
  repeats: readonly RatingRow[],
  anchors: readonly string[],
  options: AnalysisOptions,
): DimensionReport {
  const models = rows.filter((row) => !anchors.includes(row.condition));
  const level = 1 - (options.plan?.alpha ?? 0.05);
  const step = (what: string) => options.onStep?.(`${dimension}: ${what}`);
  step("crossed analysis");
  const declared = options.plan?.variances ?? options.variances ?? "pooled";
  const crossedBy = (variances: VarianceModel): CrossedResult | NotPossible =>
    models.length > 0
      ? crossedAnalysis(models, level, variances)
      : { kind: "none", reason: "There are no ratings of models, only of anchors." };
  const crossed = crossedBy(declared);
  step("ordinal mixed model");
  const ordinal = ordinalOf(models, level, options);
  const beside = crossedBy(declared === "pooled" ? "by condition" : "pooled");
  // the ordinal model has one variance for all conditions: its degrees of freedom are theirs
  const alike = [crossed, beside].find(
    (one) => one.kind === "result" && one.variances === "pooled",
  );
  step("reliability and anchors");
  return {
    dimension,
    byCondition: describeBy(rows, ["condition"], level),
    byStimulus: describeBy(rows, ["condition", "stimulus"], level),
    byParticipant: describeBy(rows, ["participant"], level),
    naive: naiveAnalysis(models, level),
    crossed,
    beside,
    spread: stimulusSpread(models),
    holmWithin: crossed.kind === "result" ? holm(crossed.differences.map((d) => d.p)) : [],
    ordinal:
      ordinal.kind === "result" && alike?.kind === "result"
        ? withCrossedDf(ordinal, alike.differences)
        : ordinal,
    ranks: rankTests(models),
    reliability: reliability(models, options),
    testRetest: testRetest(rows, repeats, options),
    sensitivity:
      alike?.kind === "result"
        ? sensitivity(alike, statedDifference(dimension, rows, options), options.plan?.alpha)
        : { kind: "none", reason: reasonOf(crossed) },
    anchors: anchorTable(rows, anchors, level),
    dPrimes: dPrimesOf(rows, models, options),
  };
}

const reasonOf = (crossed: CrossedResult | NotPossible) =>
  crossed.kind === "none" ? crossed.reason : "Power needs the analysis with pooled variances.";

/** More points than this are a measure, not ordered categories: each would need its own threshold. */
const MOST_CATEGORIES = 30;

function ordinalOf(
  models: readonly RatingRow[],
  level: number,
  options: AnalysisOptions,
): OrdinalResult | NotPossible {
  if (options.ordinal === false) return { kind: "none", reason: "The ordinal model was left out." };
  const points = new Set(models.map((row) => row.rating)).size;
  if (points > MOST_CATEGORIES) {
    return {
      kind: "none",
      reason: `The ratings have ${points} different values; the ordinal mixed model is fitted up to ${MOST_CATEGORIES}.`,
    };
  }
  return ordinalAnalysis(models, level);
}

/** The difference that power is asked for: stated, the margin, or a tenth of the scale. */
function statedDifference(
  dimension: string,
  rows: readonly RatingRow[],
  options: AnalysisOptions,
): number {
  const ratings = rows.map((row) => row.rating);
  const range = options.ranges?.[dimension];
  const [low, high] = range ?? [
    ratings.reduce((a, b) => Math.min(a, b)),
    ratings.reduce((a, b) => Math.max(a, b)),
  ];
  return options.difference ?? options.plan?.equivalenceMargin ?? (high - low) / 10;
}

function dPrimesOf(
  rows: readonly RatingRow[],
  models: readonly RatingRow[],
  options: AnalysisOptions,
): DPrime[] {
  const twoPoints = new Set(rows.map((row) => row.rating)).size === 2;
  if (!twoPoints || !rows.some((row) => row.condition === "human")) return [];
  const noise = levels(models.map((row) => row.condition)).filter((name) => name !== "human");
  return noise.map((name) => dPrime(rows, "human", name, options));
}

function primaryOf(
  reports: readonly DimensionReport[],
  plan?: ConfirmatoryPlan,
): Pick<StatsReport, "primary" | "primaryReason"> {
  const contrast = plan?.contrasts[0];
  if (!plan || !contrast) {
    return { primary: null, primaryReason: "No primary question was declared beforehand." };
  }
  const found = findDifference(reports, plan.primary, contrast[0], contrast[1]);
  if (found.kind === "none") return { primary: null, primaryReason: found.reason };
  return {
    primary: primaryAnswer(found.value, plan.primary, plan.equivalenceMargin, plan.alpha),
    primaryReason: null,
  };
}
