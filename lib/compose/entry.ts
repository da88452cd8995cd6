import type { NoteSpan } from "@/lib/compose/edit";
import { HIGHEST_PITCH, LOWEST_PITCH } from "@/lib/encoding/melody";
import { STEPS_PER_QUARTER } from "@/lib/music/notes";

/**
 * The computer keyboard as a piano, by the place of the key, so that it works on every layout: the
 * lower letter row plays white keys from C, the row above the black ones between them.
 */
const KEY_SEMITONES: Readonly<Record<string, number>> = {
  KeyA: 0,
  KeyW: 1,
  KeyS: 2,
  KeyE: 3,
  KeyD: 4,
  KeyF: 5,
  KeyT: 6,
  KeyG: 7,
  KeyY: 8,
  KeyH: 9,
  KeyU: 10,
  KeyJ: 11,
  KeyK: 12,
  KeyO: 13,
  KeyL: 14,
  KeyP: 15,
  Semicolon: 16,
};

/**
 * The pitch that a key of the computer keyboard plays.
 * @param code `KeyboardEvent.code`
 * @param base pitch of the lowest key
 * @returns null for other keys, and above the models' range
 */
export function pitchOfKey(code: string, base: number): number | null {
  const semitones = KEY_SEMITONES[code];
  if (semitones === undefined) return null;
  const pitch = base + semitones;
  return pitch >= LOWEST_PITCH && pitch <= HIGHEST_PITCH ? pitch : null;
}

/** A pitch moved by octaves into the range that the models know (48 to 83). */
export function foldPitch(pitch: number): number {
  let folded = pitch;
  while (folded < LOWEST_PITCH) folded += 12;
  while (folded > HIGHEST_PITCH) folded -= 12;
  return folded;
}

/** A key held down, in seconds from the first beat of a recording. */
export interface PlayedKey {
  pitch: number;
  down: number;
  up: number;
}

/**
 * What was played in time, on the sixteenth grid: starts and ends go to the nearest step, a note lasts
 * a step at least and ends where the next begins; of two on one step the later one counts.
 * @param tempo quarters a minute
 */
export function quantise(keys: readonly PlayedKey[], tempo: number): NoteSpan[] {
  const toStep = (seconds: number) => Math.round((seconds * tempo * STEPS_PER_QUARTER) / 60);
  const byStart = new Map<number, NoteSpan>();
  for (const { pitch, down, up } of [...keys].sort((a, b) => a.down - b.down)) {
    const start = Math.max(0, toStep(down));
    const duration = Math.max(1, toStep(up) - start);
    byStart.set(start, { pitch: foldPitch(pitch), start, duration });
  }
  const line = [...byStart.values()].sort((a, b) => a.start - b.start);
  return line.map((span, index) => {
    const next = line[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    return { ...span, duration: Math.min(span.duration, next - span.start) };
  });
}
