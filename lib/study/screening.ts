import { z } from "zod";
import { namedStream } from "@/lib/shared/rng";

/** Trials of one attempt at the headphone screen. */
export const SCREEN_TRIALS = 6;
/** Numbers of notes that the sound check may play. */
export const NOTE_COUNTS = [2, 3, 4, 5, 6] as const;

/** A sound that is computed on request: what is needed to make it again. */
export const toneSpecSchema = z.discriminatedUnion("kind", [
  /** A run of `count` short notes at the study's level. */
  z.strictObject({ kind: z.literal("notes"), count: z.int().min(1).max(12), seed: z.string() }),
  /** Three intervals, of which number `odd` (1..3) holds what only headphones tell apart. */
  z.strictObject({ kind: z.literal("huggins"), odd: z.int().min(1).max(3), seed: z.string() }),
  z.strictObject({ kind: z.literal("antiphase"), odd: z.int().min(1).max(3), seed: z.string() }),
]);

/** A sound that is computed on request. */
export type ToneSpec = z.infer<typeof toneSpecSchema>;

/** The run of notes of one attempt at the sound check, drawn for the session. */
export function soundCheckTone(seed: string, attempt: number): ToneSpec & { kind: "notes" } {
  const count = namedStream(seed, "sound check", attempt).pick(NOTE_COUNTS);
  return { kind: "notes", count, seed: `${seed} ${attempt}` };
}

/** The six trials of one attempt at the headphone screen, drawn for the session. */
export function headphoneTones(
  kind: "huggins" | "antiphase",
  seed: string,
  attempt: number,
): ToneSpec[] {
  const stream = namedStream(seed, "headphones", attempt);
  return Array.from({ length: SCREEN_TRIALS }, (_, trial) => ({
    kind,
    odd: stream.int(1, 3),
    seed: `${seed} ${attempt} ${trial}`,
  }));
}

/** Number of right answers of a headphone attempt; a missing answer is wrong. */
export function headphoneScore(tones: readonly ToneSpec[], answers: readonly number[]): number {
  return tones.filter((tone, trial) => tone.kind !== "notes" && tone.odd === answers[trial]).length;
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
