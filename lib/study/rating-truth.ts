import { z } from "zod";
import { InputError } from "@/lib/shared/invariant";
import { namedStream, type Rng } from "@/lib/shared/rng";

const variance = z.number().min(0).max(1000);

/** The true state of one dimension, on the scale of a latent impression. */
const dimensionTruthSchema = z.strictObject({
  /** Latent values between the points of the scale, rising; half-way between points if left out. */
  thresholds: z.array(z.number()).min(1).max(10).optional(),
  /** Mean impression of each condition. */
  effects: z.record(z.string(), z.number()),
  variances: z.strictObject({
    participant: variance,
    participantCondition: variance,
    stimulus: variance,
    residual: variance.positive(),
  }),
});

/** A known truth from which simulated participants rate: the file of `study simulate --truth`. */
export const ratingTruthSchema = z.strictObject({
  dimensions: z.record(z.string(), dimensionTruthSchema),
});

/** The true state of one dimension. */
export type DimensionTruth = z.infer<typeof dimensionTruthSchema>;
/** A known truth. */
export type RatingTruthFile = z.infer<typeof ratingTruthSchema>;

/** One presentation that is to be rated under a truth. */
export interface TruePresentation {
  participant: string | number;
  stimulus: string;
  condition: string;
  /** tells presentations of one stimulus to one participant apart */
  presentation: string | number;
}

/**
 * Checks a truth read from outside against a study's dimensions and conditions.
 * @throws InputError that names what is missing or wrong
 */
export function parseTruth(
  value: unknown,
  study: {
    dimensions: readonly { id: string; low: number; high: number }[];
    conditions: readonly string[];
  },
): RatingTruthFile {
  const result = ratingTruthSchema.safeParse(value);
  if (!result.success) {
    const first = result.error.issues[0]!;
    throw new InputError(`truth: ${first.path.join(".") || "whole file"}: ${first.message}`);
  }
  for (const { id, low, high } of study.dimensions) {
    const own = result.data.dimensions[id];
    if (!own) throw new InputError(`truth: expected the dimension ${id}`);
    const missing = study.conditions.find((name) => own.effects[name] === undefined);
    if (missing !== undefined)
      throw new InputError(`truth: ${id}: expected an effect of ${missing}`);
    const count = own.thresholds?.length ?? high - low;
    if (count !== high - low)
      throw new InputError(`truth: ${id}: expected ${high - low} thresholds, got ${count}`);
    if (own.thresholds?.some((one, i, all) => i > 0 && one <= all[i - 1]!))
      throw new InputError(`truth: ${id}: expected thresholds that rise`);
  }
  return result.data;
}

/** The thresholds of a dimension with the points low..high. */
export function thresholdsOf(truth: DimensionTruth, low: number, high: number): number[] {
  return truth.thresholds ?? Array.from({ length: high - low }, (_, i) => low + i + 0.5);
}

/**
 * The rating that a participant gives a stimulus under a truth: impression = effect + participant +
 * participant × condition + stimulus + residual, all normal, each from a stream named after what it
 * belongs to; the rating is `low` plus the thresholds that the impression passes.
 */
export function trueRating(
  truth: DimensionTruth,
  seed: string | number,
  dimension: string,
  { participant, stimulus, condition, presentation }: TruePresentation,
  { low, high }: { low: number; high: number },
): number {
  const { variances, effects } = truth;
  const draw = (size: number, ...names: (string | number)[]) =>
    Math.sqrt(size) * standardNormal(namedStream(seed, "truth", dimension, ...names));
  const impression =
    (effects[condition] ?? 0) +
    draw(variances.participant, "participant", participant) +
    draw(variances.participantCondition, "taste", participant, condition) +
    draw(variances.stimulus, "stimulus", stimulus) +
    draw(variances.residual, "residual", participant, stimulus, presentation);
  return low + thresholdsOf(truth, low, high).filter((threshold) => impression > threshold).length;
}

/** A standard normal number (Box–Muller). */
function standardNormal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.float()));
  return radius * Math.cos(2 * Math.PI * rng.float());
}
