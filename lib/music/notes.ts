import { invariant } from "@/lib/shared/invariant";

/** Steps on the sixteenth grid in a quarter note. */
export const STEPS_PER_QUARTER = 4;
/** Steps in a bar of 4/4. */
export const STEPS_PER_BAR = 16;
/** Bars in a clip that listeners hear. */
export const CLIP_BARS = 8;
/** Steps in a clip: 128 sixteenths, 16 s at 120 quarters a minute. */
export const CLIP_STEPS = CLIP_BARS * STEPS_PER_BAR;

/** A note on the sixteenth grid. */
export interface Note {
  /** MIDI pitch, 0..127 (60 = middle C). */
  pitch: number;
  /** First step, from 0. */
  start: number;
  /** Length in steps, at least 1. */
  duration: number;
  /** Voice, from 0; one voice never sounds two notes at once. */
  voice: number;
  /** Strength of the key, 1..127; `DEFAULT_VELOCITY` when left out. */
  velocity?: number;
  /**
   * Steps (not always whole) from the start to the fall of the damper, where the sustain pedal holds
   * the note beyond its written length.
   */
  held?: number;
}

/** Strength of a note that says nothing of it. */
export const DEFAULT_VELOCITY = 80;

/** Notes in the order in which they are written and compared: start, voice, pitch. */
export function sortNotes(notes: readonly Note[]): Note[] {
  return [...notes].sort((a, b) => a.start - b.start || a.voice - b.voice || a.pitch - b.pitch);
}

/**
 * Checks what every writer of this project relies on.
 * @param steps length of the music: no note may end after it
 * @throws Error naming the first note that is out of range, too long, or overlaps in its voice
 */
export function checkNotes(notes: readonly Note[], steps: number): void {
  const until = new Map<number, number>();
  for (const note of sortNotes(notes)) {
    const { pitch, start, duration, voice } = note;
    const whole = [pitch, start, duration, voice].every(Number.isInteger);
    const inRange = pitch >= 0 && pitch <= 127 && start >= 0 && duration >= 1 && voice >= 0;
    invariant(whole && inRange, `expected a note on the grid, got ${JSON.stringify(note)}`);
    invariant(
      start + duration <= steps,
      `expected notes within ${steps} steps, got one that ends at ${start + duration}`,
    );
    invariant(
      start >= (until.get(voice) ?? 0),
      `expected one note at a time in voice ${voice}, got two at step ${start}`,
    );
    until.set(voice, start + duration);
  }
}
