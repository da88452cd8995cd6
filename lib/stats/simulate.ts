import type { Rng } from "@/lib/shared/rng";
import { normalPoint } from "./distributions";
import type { RatingRow } from "./long-table";

/** A true state of the world from which rating studies are drawn. Variances in squared units. */
export interface RatingTruth {
  /** mean of each condition on the scale */
  means: Readonly<Record<string, number>>;
  varianceParticipant: number;
  varianceParticipantModel: number;
  varianceStimulus: number;
  varianceResidual: number;
  /** lowest and highest point; ratings are rounded to whole points within */
  scale: readonly [number, number];
}

/** Who rates what: every participant `heard` of the `stimuli` of each condition. */
export interface SimulatedDesign {
  participants: number;
  stimuli: number;
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
  const sd = (variance: number) => Math.sqrt(variance);
  const stimulusEffect = conditions.map(() =>
    Array.from({ length: design.stimuli }, () => normalDraw(rng, sd(truth.varianceStimulus))),
  );
  const rows: RatingRow[] = [];
  for (let p = 0; p < design.participants; p++) {
    const own = normalDraw(rng, sd(truth.varianceParticipant));
    conditions.forEach((condition, c) => {
      const taste = normalDraw(rng, sd(truth.varianceParticipantModel));
      for (let h = 0; h < design.heard; h++) {
        const s = (p * design.heard + h) % design.stimuli;
        const noise = normalDraw(rng, sd(truth.varianceResidual));
        const latent = truth.means[condition]! + own + taste + stimulusEffect[c]![s]! + noise;
        rows.push({
          participant: `p${p + 1}`,
          stimulus: `${condition}-s${s + 1}`,
          condition,
          dimension,
          rating: Math.min(truth.scale[1], Math.max(truth.scale[0], Math.round(latent))),
        });
      }
    });
  }
  return rows;
}
