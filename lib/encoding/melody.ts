import { type Decoded, type Encoding, RepairCounter } from "@/lib/encoding/encoding";
import type { Note } from "@/lib/music/notes";
import { pitchName } from "@/lib/music/pitch-names";
import { InputError } from "@/lib/shared/invariant";

/** Class 0: nothing happens; the note, or the silence, goes on. */
export const HOLD = 0;
/** Class 1: the sounding note ends. */
export const NOTE_OFF = 1;
/** Lowest and highest MIDI pitch that the alphabet holds. */
export const LOWEST_PITCH = 48;
export const HIGHEST_PITCH = 83;
const FIRST_NOTE = 2;
const ALPHABET = "._0123456789abcdefghijklmnopqrstuvwxyz";

const isNote = (event: number) => event >= FIRST_NOTE && event < ALPHABET.length;
const pitchOf = (event: number) => event - FIRST_NOTE + LOWEST_PITCH;

/**
 * Reads corpus text, one character a sixteenth step.
 * @throws InputError naming the first character outside the 38-character alphabet, and its place.
 */
export function eventsFromText(text: string): Uint8Array {
  const events = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const event = ALPHABET.indexOf(text.charAt(i));
    if (event < 0) {
      throw new InputError(
        `melody text: expected one of "${ALPHABET}" at character ${i + 1}, got ${JSON.stringify(text.charAt(i))}`,
      );
    }
    events[i] = event;
  }
  return events;
}

/** Writes events as corpus text. */
export function textFromEvents(events: ArrayLike<number>): string {
  return Array.from(events, (event) => ALPHABET.charAt(event)).join("");
}

/**
 * Melody rules: one event is one step. A pitch ends what sounds and starts a note (a repeated pitch
 * is a new note); a note-off while silent changes nothing and counts as a repair; a hold at the
 * start is silence; a note that sounds past the last step is cut there; missing steps are silence.
 */
function decode(events: ArrayLike<number>, steps: number): Decoded {
  const notes: Note[] = [];
  const repairs = new RepairCounter();
  let sounding: Note | undefined;
  const end = (step: number) => {
    if (sounding) sounding.duration = step - sounding.start;
    sounding = undefined;
  };
  const length = Math.min(events.length, steps);
  for (let step = 0; step < length; step++) {
    const event = events[step]!;
    if (event === NOTE_OFF) {
      if (!sounding) repairs.note("note-off while silent", step);
      end(step);
    } else if (isNote(event)) {
      end(step);
      sounding = { pitch: pitchOf(event), start: step, duration: 0, voice: 0 };
      notes.push(sounding);
    } else if (event !== HOLD) repairs.note("class outside the alphabet", step);
  }
  end(length);
  for (let step = length; step < steps; step++) repairs.note("missing step", step);
  return { notes, repairs: repairs.result(steps), stepsFound: events.length };
}

function encode(notes: readonly Note[], steps: number): number[] {
  const events = new Array<number>(steps).fill(HOLD);
  const onsets = new Set(notes.map((note) => note.start));
  for (const note of notes) {
    if (note.pitch < LOWEST_PITCH || note.pitch > HIGHEST_PITCH) {
      throw new InputError(
        `melody: expected a pitch from ${LOWEST_PITCH} to ${HIGHEST_PITCH}, got ${note.pitch} at step ${note.start}`,
      );
    }
    if (note.start < steps) events[note.start] = note.pitch - LOWEST_PITCH + FIRST_NOTE;
    const end = note.start + note.duration;
    if (end < steps && !onsets.has(end)) events[end] = NOTE_OFF;
  }
  return events;
}

function transpose(event: number, semitones: number): number | undefined {
  if (!isNote(event)) return event;
  const moved = event + semitones;
  return isNote(moved) ? moved : undefined;
}

function className(event: number): string {
  if (event === HOLD) return "hold";
  if (event === NOTE_OFF) return "note-off";
  return pitchName(pitchOf(event));
}

/** The 38-class melody alphabet: hold, note-off, MIDI pitches 48..83 (the paper's monophony). */
export const melody: Encoding = {
  id: "melody",
  classes: ALPHABET.length,
  decode,
  encode,
  transpose,
  className,
};
