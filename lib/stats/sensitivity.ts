import type { CrossedResult } from "./crossed";
import {
  floorHalfWidth,
  type Needed,
  type PlannedDesign,
  participantsForPower,
  power,
  precision,
  stimuliForPower,
} from "./power";
import type { NotPossible } from "./rating-design";

/** What a finished study could have found, from its own variance components. */
export interface Sensitivity {
  kind: "result";
  design: PlannedDesign;
  /** the difference asked about, stated beforehand or a tenth of the scale: never the one observed */
  difference: number;
  power: number;
  /** the smallest true difference found with a power of 80 % */
  detectable: number;
  /** half width of the interval, and the half width that no number of participants passes */
  halfWidth: number;
  floor: number;
  participantsNeeded: Needed;
  stimuliNeeded: Needed;
}

/**
 * The power that the design had for a stated difference, and how many participants or stimuli
 * would have given 80 %. Unequal cells enter with their means per model and participant.
 * @param result the crossed analysis of the models
 * @param difference in units of the scale, above 0
 */
export function sensitivity(
  result: CrossedResult,
  difference: number,
  alpha = 0.05,
): Sensitivity | NotPossible {
  const models = result.conditions.length;
  const stimuli = Math.max(2, Math.round(result.stimuli / models));
  const heard = result.ratings / (result.participants * models);
  const variance = (name: string) =>
    result.components.find((part) => part.name === name)?.variance ?? 0;
  const residual = variance("residual");
  if (!(residual > 0) || !(difference > 0)) {
    return { kind: "none", reason: "Power needs a residual variance and a difference above zero." };
  }
  const design: PlannedDesign = {
    models,
    participants: result.participants,
    stimuli,
    heard: Math.min(stimuli, Math.max(1, Math.round(heard * 10) / 10)),
    varianceParticipantModel: variance("participant:condition"),
    // a shared item falls out of a difference of conditions that both have it
    varianceStimulus: variance("stimulus") + variance("run"),
    varianceResidual: residual,
  };
  return {
    kind: "result",
    design,
    difference,
    power: power(design, difference, alpha),
    detectable: detectableDifference(design, 0.8, alpha),
    halfWidth: precision(design, alpha).halfWidth,
    floor: floorHalfWidth(design, alpha),
    participantsNeeded: participantsForPower(design, difference, 0.8, alpha),
    stimuliNeeded: stimuliForPower(design, difference, 0.8, alpha),
  };
}

/** The difference that the test finds with the wished power, by halving. */
export function detectableDifference(design: PlannedDesign, target = 0.8, alpha = 0.05): number {
  const { se } = precision(design, alpha);
  let [low, high] = [0, 4 * se];
  while (power(design, high, alpha) < target) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (power(design, middle, alpha) < target) low = middle;
    else high = middle;
  }
  return high;
}
