import { STEPS_PER_BAR, STEPS_PER_QUARTER } from "@/lib/music/notes";

/** Note values that one sign can show, in steps: sixteenth to whole, dotted ones included. */
const WRITTEN_STEPS = [1, 2, 3, 4, 6, 8, 12, 16] as const;
/** One of `WRITTEN_STEPS`. */
export type WrittenSteps = (typeof WRITTEN_STEPS)[number];

/** A piece of a note or rest inside one bar: steps from the bar's start. */
export interface NotatedPart {
  bar: number;
  at: number;
  steps: WrittenSteps;
}

const HALF_BAR = STEPS_PER_BAR / 2;

/**
 * Cuts a span into values that show the beat: at bar lines, at the middle of the bar unless the note
 * begins on the first or second beat and fills beats, and at beats, with the usual syncopations kept
 * whole (eighth–quarter–eighth inside half a bar, quarter–half–quarter).
 * @param start first step of the music, from 0
 * @param end step after the last
 * @param rest rests take no dots and hide no beat
 */
export function toNotatedParts(start: number, end: number, rest: boolean): NotatedPart[] {
  const pieces: NotatedPart[] = [];
  for (let from = start; from < end; ) {
    const bar = Math.floor(from / STEPS_PER_BAR);
    const at = from - bar * STEPS_PER_BAR;
    const length = Math.min(end - from, STEPS_PER_BAR - at);
    const steps = rest ? restSteps(at, length) : noteSteps(at, length);
    pieces.push({ bar, at, steps });
    from += steps;
  }
  return pieces;
}

/** Longest fitting of the given values. */
function longest(length: number, values: readonly WrittenSteps[]): WrittenSteps {
  return values.find((value) => value <= length) ?? 1;
}

function noteSteps(at: number, length: number): WrittenSteps {
  const inBeat = at % STEPS_PER_QUARTER;
  if (inBeat === 2 && at % HALF_BAR === 2 && length === 4) return 4;
  if (inBeat !== 0) return longest(Math.min(length, STEPS_PER_QUARTER - inBeat), [3, 2, 1]);
  if (at === 0) return longest(length, [16, 12, 8, 6, 4, 3, 2, 1]);
  if (at === HALF_BAR) return longest(length, [8, 6, 4, 3, 2, 1]);
  if (at === STEPS_PER_QUARTER && length === 8) return 8;
  return longest(length, [4, 3, 2, 1]);
}

function restSteps(at: number, length: number): WrittenSteps {
  const inBeat = at % STEPS_PER_QUARTER;
  if (inBeat !== 0) return at % 2 === 0 && length >= 2 ? 2 : 1;
  if (at === 0) return longest(length, [16, 8, 4, 2, 1]);
  if (at === HALF_BAR) return longest(length, [8, 4, 2, 1]);
  return longest(length, [4, 2, 1]);
}
