import { InputError } from "@/lib/shared/invariant";
import { tPoint } from "./distributions";
import { tTestPower } from "./noncentral-t";

/** A design whose precision is asked for. Variances in squared units of the scale. */
export interface PlannedDesign {
  models: number;
  /** participants L */
  participants: number;
  /** stimuli of each model in the set, K */
  stimuli: number;
  /** stimuli of each model that one participant hears, k ≤ K */
  heard: number;
  varianceParticipantModel: number;
  varianceStimulus: number;
  varianceResidual: number;
}

/** The precision of a difference of two models. */
export interface Precision {
  /** standard error of the difference, in units of the scale */
  se: number;
  /** Satterthwaite degrees of freedom */
  df: number;
  /** half width of the interval */
  halfWidth: number;
}

/** Throws an InputError that says what a design needs. */
function checkDesign(design: PlannedDesign): void {
  const { models, participants, stimuli, heard } = design;
  if (!(models >= 2)) throw new InputError(`planning: expected at least 2 models, got ${models}`);
  if (!(participants >= 2)) {
    throw new InputError(`planning: expected at least 2 participants, got ${participants}`);
  }
  if (!(stimuli >= 2)) {
    throw new InputError(`planning: expected at least 2 stimuli a model, got ${stimuli}`);
  }
  if (!(heard >= 1 && heard <= stimuli)) {
    throw new InputError(`planning: expected 1 to ${stimuli} stimuli heard a model, got ${heard}`);
  }
  const { varianceParticipantModel: lm, varianceStimulus: c, varianceResidual: e } = design;
  if (!(lm >= 0 && c >= 0 && e > 0)) {
    throw new InputError(`planning: expected variances of 0 or more and a residual above 0`);
  }
}

/**
 * SE²(difference) = 2σ²_LM/L + 2σ²_C/K + 2σ²_E/(L·k) with Satterthwaite degrees of freedom from the
 * expected mean squares (MS_C = σ²_E + (Lk/K)σ²_C, MS_LM = σ²_E + kσ²_LM, MS_E = σ²_E).
 * @throws InputError naming what is out of range
 */
export function precision(design: PlannedDesign, alpha = 0.05): Precision {
  checkDesign(design);
  const { models: M, participants: L, stimuli: K, heard: k } = design;
  const e = design.varianceResidual;
  const msC = e + ((L * k) / K) * design.varianceStimulus;
  const msLM = e + k * design.varianceParticipantModel;
  const error = msC + msLM - e;
  const dfC = M * (K - 1);
  const dfLM = (L - 1) * (M - 1);
  const dfE = Math.max(1, M * (L * k - K - L + 1));
  const df = error ** 2 / (msC ** 2 / dfC + msLM ** 2 / dfLM + e ** 2 / dfE);
  const se = Math.sqrt((2 / (L * k)) * error);
  return { se, df, halfWidth: tPoint(1 - alpha / 2, df) * se };
}

/** The power to find a true difference (units of the scale) by the crossed t test at level α. */
export function power(design: PlannedDesign, difference: number, alpha = 0.05): number {
  const { se, df } = precision(design, alpha);
  return tTestPower(df, Math.abs(difference) / se, alpha);
}

/**
 * The half width that no number of participants passes: t·√(2σ²_C/K) with the stimuli's degrees
 * of freedom, M(K − 1).
 */
export function floorHalfWidth(
  design: Pick<PlannedDesign, "models" | "stimuli" | "varianceStimulus">,
  alpha = 0.05,
): number {
  const df = design.models * (design.stimuli - 1);
  return tPoint(1 - alpha / 2, df) * Math.sqrt((2 * design.varianceStimulus) / design.stimuli);
}

/** What a search for a number found: the number, or why there is none. */
export type Needed = { kind: "number"; value: number } | { kind: "none"; reason: string };

/** The smallest whole number in [low, high] with enough(n), enough rising with n; null when none. */
function smallest(low: number, high: number, enough: (n: number) => boolean): number | null {
  if (!enough(high)) return null;
  let [below, above] = [low - 1, high];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (enough(middle)) above = middle;
    else below = middle;
  }
  return above;
}

const MOST_PARTICIPANTS = 100_000;
const MOST_STIMULI = 2_000;

/** How many participants give the wished power, all else as in the design. */
export function participantsForPower(
  design: PlannedDesign,
  difference: number,
  target = 0.8,
  alpha = 0.05,
): Needed {
  const at = (L: number) => power({ ...design, participants: L }, difference, alpha);
  const value = smallest(2, MOST_PARTICIPANTS, (L) => at(L) >= target);
  if (value !== null) return { kind: "number", value };
  const most = (100 * at(MOST_PARTICIPANTS)).toFixed(0);
  return {
    kind: "none",
    reason: `With ${design.stimuli} stimuli a model no number of participants gives this power; the most is ${most} %.`,
  };
}

/**
 * How many stimuli a model give the wished power, for the same number of participants.
 * `heard` grows with them when every participant hears all, and stays otherwise.
 */
export function stimuliForPower(
  design: PlannedDesign,
  difference: number,
  target = 0.8,
  alpha = 0.05,
): Needed {
  const all = design.heard === design.stimuli;
  const at = (K: number) => {
    const heard = all ? K : design.heard;
    return power({ ...design, stimuli: K, heard }, difference, alpha);
  };
  // fewer stimuli than one participant hears cannot be
  const low = all ? 2 : Math.max(2, Math.ceil(design.heard));
  const value = smallest(low, MOST_STIMULI, (K) => at(K) >= target);
  if (value !== null) return { kind: "number", value };
  const most = (100 * at(MOST_STIMULI)).toFixed(0);
  return {
    kind: "none",
    reason: `With ${design.participants} participants no number of stimuli gives this power; the most is ${most} %.`,
  };
}

/** How many participants bring the half width of the interval down to `width`. */
export function participantsForWidth(design: PlannedDesign, width: number, alpha = 0.05): Needed {
  const floor = floorHalfWidth(design, alpha);
  if (width <= floor) {
    return {
      kind: "none",
      reason: `A half width of ${width} is out of reach: with ${design.stimuli} stimuli a model it stays above ${floor.toFixed(2)} however many take part. Add stimuli.`,
    };
  }
  const at = (L: number) => precision({ ...design, participants: L }, alpha).halfWidth;
  const value = smallest(2, MOST_PARTICIPANTS, (L) => at(L) <= width);
  if (value !== null) return { kind: "number", value };
  return {
    kind: "none",
    reason: `More than ${MOST_PARTICIPANTS} participants would be needed. Add stimuli.`,
  };
}

/** Plain-language scenarios in place of raw variances, for a scale of `points` points. */
export interface Scenario {
  id: "little" | "usual" | "much";
  /** answers "how much do listeners disagree about the models?" and "how unlike are the pieces?" */
  label: string;
  varianceParticipantModel: number;
  varianceStimulus: number;
  varianceResidual: number;
}

/**
 * Three scenarios scaled to the range of the dimension. The middle one is the design documents'
 * (0.2, 0.2, 0.6 on a 0–5 scale); they are assumptions, to be replaced by a pilot's estimates.
 * @param points number of points of the scale, 2 to 11
 */
export function scenarios(points: number): Scenario[] {
  const scale = ((points - 1) / 5) ** 2;
  const make = (id: Scenario["id"], label: string, lm: number, c: number, e: number): Scenario => ({
    id,
    label,
    varianceParticipantModel: lm * scale,
    varianceStimulus: c * scale,
    varianceResidual: e * scale,
  });
  return [
    make("little", "Listeners largely agree and pieces of a model are much alike", 0.08, 0.08, 0.4),
    make("usual", "Listeners differ somewhat and so do the pieces of a model", 0.2, 0.2, 0.6),
    make("much", "Listeners disagree strongly and a model's pieces differ a lot", 0.45, 0.45, 0.9),
  ];
}
