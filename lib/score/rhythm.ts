import { STEPS_PER_BAR, STEPS_PER_QUARTER } from "@/lib/music/notes";
import { barSteps, beatSteps, COMMON_TIME, type Metre } from "@/lib/music/timing";

/** Note values that one sign can show, in steps: sixteenth to whole, dotted ones included. */
const WRITTEN_STEPS = [1, 2, 3, 4, 6, 8, 12, 16] as const;
/** One of `WRITTEN_STEPS`. */
export type WrittenSteps = (typeof WRITTEN_STEPS)[number];

/** A piece of a note or rest inside one bar: steps from the bar's start. */
export interface NotatedPart {
  bar: number;
  at: number;
  /** The whole bar for a rest that fills it, else a `WrittenSteps`. */
  steps: number;
}

const HALF_BAR = STEPS_PER_BAR / 2;

/**
 * Cuts a span into values that show the beat: at bar lines and at beats. In bars of four quarters also
 * at the middle unless the note begins on the first or second beat and fills beats, with the usual
 * syncopations kept whole (eighth–quarter–eighth inside half a bar, quarter–half–quarter).
 * @param start first step of the music, from 0
 * @param end step after the last
 * @param rest rests take no dots but that of a compound beat, and hide no beat
 */
export function toNotatedParts(
  start: number,
  end: number,
  rest: boolean,
  metre: Metre = COMMON_TIME,
): NotatedPart[] {
  const pieces: NotatedPart[] = [];
  const bar = barSteps(metre);
  const stepsAt = bar === STEPS_PER_BAR ? inFourQuarters : inBeats(beatSteps(metre));
  for (let from = start; from < end; ) {
    const at = from % bar;
    const length = Math.min(end - from, bar - at);
    const steps = rest && length === bar ? bar : stepsAt(at, length, rest);
    pieces.push({ bar: Math.floor(from / bar), at, steps });
    from += steps;
  }
  return pieces;
}

/** Longest fitting of the given values. */
function longest(length: number, values: readonly WrittenSteps[]): WrittenSteps {
  return values.find((value) => value <= length) ?? 1;
}

function inFourQuarters(at: number, length: number, rest: boolean): WrittenSteps {
  return rest ? restSteps(at, length) : noteSteps(at, length);
}

/** Values in bars of other metres: whole beats on a beat, and within a beat what ends inside it. */
function inBeats(beat: number) {
  return (at: number, length: number, rest: boolean): WrittenSteps => {
    const within = at % beat;
    const fits = WRITTEN_STEPS.filter((value) => {
      if (value > length) return false;
      if (within === 0 && value >= beat) return value % beat === 0;
      if (within + value > beat) return false;
      return rest || within > 0 ? value !== 3 && within % Math.min(value, 2) === 0 : true;
    });
    return fits.at(-1) ?? 1;
  };
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
