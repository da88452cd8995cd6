import type { Decoded, EncodingId } from "@/lib/encoding/encoding";
import { longestSilence } from "@/lib/music/description";
import { CLIP_STEPS, STEPS_PER_BAR } from "@/lib/music/notes";

/** Rules by which a clip makes its item unfit for a set, in the order in which they are asked. */
export const REJECTION_RULES = [
  "undecodable",
  "off the piano",
  "fewer than 8 onsets",
  "silence over 2 bars",
] as const;
export type RejectionRule = (typeof REJECTION_RULES)[number];

/** Share of repaired steps over which a polyphonic clip counts as undecodable. */
const MOST_REPAIRED = 0.05;
const FEWEST_ONSETS = 8;
const LONGEST_SILENCE = 2 * STEPS_PER_BAR;
const PIANO = [21, 108] as const;

/** A decoded clip with what the rules need to know of it. */
export interface Candidate {
  decoded: Decoded;
  encoding: EncodingId;
}

const BROKEN: Record<RejectionRule, (candidate: Candidate) => boolean> = {
  // Every melody event has a meaning in every place; in polyphony an early END, the event limit
  // (too few steps) or much repair say that the model did not write this alphabet.
  undecodable: ({ decoded, encoding }) =>
    decoded.stepsFound < CLIP_STEPS ||
    decoded.notes.length === 0 ||
    (encoding === "polyphony" && decoded.repairs.share > MOST_REPAIRED),
  "off the piano": ({ decoded }) =>
    decoded.notes.some(({ pitch }) => pitch < PIANO[0] || pitch > PIANO[1]),
  "fewer than 8 onsets": ({ decoded }) =>
    new Set(decoded.notes.map((note) => note.start)).size < FEWEST_ONSETS,
  "silence over 2 bars": ({ decoded }) =>
    longestSilence(decoded.notes, CLIP_STEPS) > LONGEST_SILENCE,
};

/** The rules of a preset: `paper` lets silences stand, as the paper did (docs/decisions/0018). */
export function rulesOf(preset: string): RejectionRule[] {
  return REJECTION_RULES.filter((rule) => preset !== "paper" || rule !== "silence over 2 bars");
}

/** The first rule that the clip breaks, or null when it is eligible. */
export function brokenRule(
  candidate: Candidate,
  rules: readonly RejectionRule[],
): RejectionRule | null {
  return rules.find((rule) => BROKEN[rule](candidate)) ?? null;
}
