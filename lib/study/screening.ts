import { z } from "zod";
import { namedStream } from "@/lib/shared/rng";

/** Trials of one attempt at the headphone screen. */
export const SCREEN_TRIALS = 6;
/** Lengths in milliseconds of the sounds that lib/audio/screening makes. */
export const SCREEN_SOUND_MS = { notes: 5000, huggins: 4000, antiphase: 4000 } as const;
/** Answers offered when notes are counted. */
export const NOTE_CHOICES = [1, 2, 3, 4, 5, 6] as const;

const seed = z.string().min(1);

/** A sound that is computed on request (lib/audio/screening): what is needed to make it again. */
export const toneSpecSchema = z.discriminatedUnion("kind", [
  /** A few notes at the level of the clips, to be counted. */
  z.strictObject({ kind: z.literal("notes"), seed }),
  /** One trial (from 0) of a headphone screen: three intervals, one of them different. */
  z.strictObject({ kind: z.literal("huggins"), seed, trial: z.int().min(0).max(5) }),
  z.strictObject({ kind: z.literal("antiphase"), seed, trial: z.int().min(0).max(5) }),
]);

/** A sound that is computed on request. */
export type ToneSpec = z.infer<typeof toneSpecSchema>;

/** The seed of a session's n-th attempt at a check. */
export function checkSeed(sessionId: string, attempt: number): string {
  return `${sessionId} ${attempt}`;
}

/** How many notes the sound of this seed plays: the same draw as lib/audio's calibrationSound. */
export function noteCount(soundSeed: string): number {
  return namedStream(soundSeed, "calibration").int(2, 5);
}

/** The right intervals (1..3) of the six trials: the same draw as lib/audio's headphoneScreen. */
export function rightIntervals(kind: "huggins" | "antiphase", screenSeed: string): number[] {
  return namedStream(screenSeed, "screen", kind, "answers").shuffle([1, 2, 3, 1, 2, 3]);
}

/** Number of right answers of a headphone attempt; a missing answer is wrong. */
export function rightCount(right: readonly number[], answers: readonly number[]): number {
  return right.filter((interval, trial) => interval === answers[trial]).length;
}

/** Probability (0..1) that guessing among three intervals gets at least `passAt` of six right. */
export function guessPassProbability(passAt: number): number {
  let total = 0;
  for (let right = passAt; right <= SCREEN_TRIALS; right++) {
    total += choose(SCREEN_TRIALS, right) * (1 / 3) ** right * (2 / 3) ** (SCREEN_TRIALS - right);
  }
  return total;
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}
