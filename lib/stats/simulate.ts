import type { Rng } from "@/lib/shared/rng";
import { normalPoint } from "./distributions";
import type { RatingRow } from "./long-table";

/** A true state of the world from which rating studies are drawn. Variances in squared units. */
export interface RatingTruth {
  /** mean of each condition on the scale */
  means: Readonly<Record<string, number>>;
  varianceParticipant: number;
  /** one for all conditions, or one for each */
  varianceParticipantModel: number | Readonly<Record<string, number>>;
  varianceStimulus: number | Readonly<Record<string, number>>;
  varianceResidual: number;
  /** given: the k-th stimulus of every condition has the k-th item in common */
  sharedItems?: { varianceItem: number; varianceParticipantItem: number };
  /** lowest and highest point; ratings are rounded to whole points within */
  scale: readonly [number, number];
}

/** Who rates what: every participant `heard` of the `stimuli` of each condition. */
export interface SimulatedDesign {
  participants: number;
  /** stimuli of each condition, one number for all or one for each */
  stimuli: number | Readonly<Record<string, number>>;
  /** at most so many of a condition's stimuli */
  heard: number;
}

/** A draw from the normal distribution with mean 0. */
export function normalDraw(rng: Rng, sd: number): number {
  // never exactly 0 or 1, where the quantile is infinite
  return sd * normalPoint((Math.floor(rng.float() * 2 ** 32) + 0.5) / 2 ** 32);
}

/**
 * Draws one study: rating = mean + participant + participant × condition + stimulus + residual,
 * rounded to the scale. With heard < stimuli each participant hears the next stretch of every
 * condition's stimuli, beginning where the participant before ended.
 */
export function simulateRatings(
  truth: RatingTruth,
  design: SimulatedDesign,
  rng: Rng,
  dimension = "rating",
): RatingRow[] {
  const conditions = Object.keys(truth.means);
  const draw = (variance: number) => normalDraw(rng, Math.sqrt(variance));
  const counts = conditions.map((condition) => forCondition(design.stimuli, condition));
  const most = Math.max(...counts);
  const { varianceItem = 0, varianceParticipantItem = 0 } = truth.sharedItems ?? {};
  const items = Array.from({ length: most }, () => (truth.sharedItems ? draw(varianceItem) : 0));
  const stimulusEffect = conditions.map((condition, c) =>
    Array.from(
      { length: counts[c]! },
      (_, s) => items[s]! + draw(forCondition(truth.varianceStimulus, condition)),
    ),
  );
  const rows: RatingRow[] = [];
  for (let p = 0; p < design.participants; p++) {
    const own = draw(truth.varianceParticipant);
    const tastes = items.map(() => (truth.sharedItems ? draw(varianceParticipantItem) : 0));
    conditions.forEach((condition, c) => {
      const taste = draw(forCondition(truth.varianceParticipantModel, condition));
      const heard = Math.min(design.heard, counts[c]!);
      for (let h = 0; h < heard; h++) {
        const s = (p * heard + h) % counts[c]!;
        const noise = draw(truth.varianceResidual);
        const latent =
          truth.means[condition]! + own + taste + tastes[s]! + stimulusEffect[c]![s]! + noise;
        rows.push({
          participant: `p${p + 1}`,
          stimulus: `${condition}-s${s + 1}`,
          condition,
          ...(truth.sharedItems ? { item: `i${s + 1}` } : {}),
          dimension,
          rating: Math.min(truth.scale[1], Math.max(truth.scale[0], Math.round(latent))),
        });
      }
    });
  }
  return rows;
}

function forCondition(value: number | Readonly<Record<string, number>>, condition: string): number {
  return typeof value === "number" ? value : value[condition]!;
}
