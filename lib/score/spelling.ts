import type { Note } from "@/lib/music/notes";

/** A written pitch: letter, alteration in semitones (1 is a sharp) and octave (4 holds middle C). */
export interface SpelledPitch {
  letter: Letter;
  alter: number;
  octave: number;
}

/** The letters in the order in which sharps are added to a key signature. */
const LETTERS = ["F", "C", "G", "D", "A", "E", "B"] as const;
/** A note letter. */
export type Letter = (typeof LETTERS)[number];
const NATURAL_PITCH: Record<Letter, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const MAJOR_SCALE = [0, 2, 4, 5, 7, 9, 11];

const modulo = (value: number, size: number) => ((value % size) + size) % size;

/** Pitch classes of the major scale with that many fifths (sharps; flats negative). */
function diatonicSet(fifths: number): Set<number> {
  return new Set(MAJOR_SCALE.map((interval) => modulo(fifths * 7 + interval, 12)));
}

/**
 * The key signature whose diatonic set holds most of the sounding time; of equals the one with the
 * fewest signs, then the one with sharps.
 * @returns sharps, −5..6, flats negative
 */
export function bestKey(notes: readonly Note[]): number {
  const order = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6];
  const inKey = (fifths: number) => {
    const set = diatonicSet(fifths);
    return notes.reduce((sum, note) => sum + (set.has(note.pitch % 12) ? note.duration : 0), 0);
  };
  return order.reduce((best, fifths) => (inKey(fifths) > inKey(best) ? fifths : best));
}

/**
 * Spells a MIDI pitch in a key. Notes of the key take its letters; others take the sharp when the
 * next note lies a semitone above, the flat when it lies a semitone below, else what stands nearest on
 * the line of fifths, from the lowered third to the raised fifth of the key (E flat to G sharp in C).
 * @param next pitch that follows in the same voice, if any
 */
export function spell(pitch: number, fifths: number, next?: number): SpelledPitch {
  const place = nearKey(pitch, fifths);
  if (!diatonicSet(fifths).has(pitch % 12)) {
    const leading = next === pitch + 1 ? place + (place < fifths ? 12 : 0) : undefined;
    const falling = next === pitch - 1 ? place - (place > fifths ? 12 : 0) : undefined;
    const wished = leading ?? falling;
    if (wished !== undefined && Math.abs(alterAt(wished)) <= 1) return atPlace(pitch, wished);
  }
  return atPlace(pitch, place);
}

/** Place on the line of fifths (C = 0, G = 1, F = −1) from fifths − 3 to fifths + 8. */
function nearKey(pitch: number, fifths: number): number {
  const lowest = fifths - 3;
  return lowest + modulo(pitch * 7 - lowest, 12);
}

const alterAt = (place: number) => Math.floor((place + 1) / 7);

function atPlace(pitch: number, place: number): SpelledPitch {
  const letter = LETTERS[modulo(place + 1, 7)]!;
  const alter = alterAt(place);
  return { letter, alter, octave: Math.floor((pitch - NATURAL_PITCH[letter] - alter) / 12) - 1 };
}

/** MIDI pitch of a written one. */
export function soundingPitch({ letter, alter, octave }: SpelledPitch): number {
  return 12 * (octave + 1) + NATURAL_PITCH[letter] + alter;
}

/** Alteration that the key signature gives a letter. */
export function keyAlter(letter: Letter, fifths: number): number {
  const rank = LETTERS.indexOf(letter);
  if (fifths > 0) return rank < fifths ? 1 : 0;
  return 6 - rank < -fifths ? -1 : 0;
}
