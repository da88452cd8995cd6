import { type Decoded, type Encoding, RepairCounter } from "@/lib/encoding/encoding";
import {
  CLASSES,
  continuedNote,
  END,
  newNote,
  PITCHES,
  pitchEvent,
  START,
  STEP_END,
} from "@/lib/encoding/polyphony-alphabet";
import { PolyphonyGrammar } from "@/lib/encoding/polyphony-grammar";
import { assignVoices } from "@/lib/encoding/voices";
import type { Note } from "@/lib/music/notes";
import { pitchName } from "@/lib/music/pitch-names";
import { InputError } from "@/lib/shared/invariant";

/** Plays events one by one; knows what sounds, and mends by rule. */
class Decoder {
  readonly notes: Note[] = [];
  readonly repairs = new RepairCounter();
  /** Steps completed so far. */
  step = 0;
  private sounding = new Map<number, Note>();
  private now = new Map<number, Note>();
  /** Events came since the last STEP_END. */
  pending = false;

  pitch(pitch: number, continued: boolean): void {
    this.pending = true;
    if (this.now.has(pitch)) {
      this.repairs.note("unison merged", this.step);
      return;
    }
    const before = this.sounding.get(pitch);
    if (continued && !before) this.repairs.note("continued note not sounding", this.step);
    if (continued && before) {
      before.duration += 1;
      this.now.set(pitch, before);
      return;
    }
    const note: Note = { pitch, start: this.step, duration: 1, voice: 0 };
    this.notes.push(note);
    this.now.set(pitch, note);
  }

  endStep(): void {
    this.sounding = this.now;
    this.now = new Map();
    this.pending = false;
    this.step += 1;
  }
}

/** Counts the complete steps up to END or the end of the events. */
function countSteps(events: ArrayLike<number>): number {
  let steps = 0;
  for (let i = 0; i < events.length && events[i] !== END; i++) {
    if (events[i] === STEP_END) steps += 1;
  }
  return steps;
}

function play(decoder: Decoder, events: ArrayLike<number>, steps: number): void {
  for (let i = 0; i < events.length && decoder.step < steps; i++) {
    const event = events[i]!;
    const named = pitchEvent(event);
    if (named) decoder.pitch(named.pitch, named.continued);
    else if (event === STEP_END) decoder.endStep();
    else if (event === END) {
      decoder.repairs.note("early END", decoder.step);
      return;
    } else if (event !== START) decoder.repairs.note("class outside the alphabet", decoder.step);
    else if (i > 0) decoder.repairs.note("repeated START", decoder.step);
  }
}

/**
 * Polyphony rules. Inside a step every named pitch sounds, new or continued; a pitch that the next
 * step does not continue has ended. A continued note that is not sounding becomes a new one; a pitch
 * named twice in a step is heard once; START counts only at the beginning; END stops, and what
 * follows it is not read; a last step without STEP_END is completed; missing steps are silence and
 * steps over the asked number are not read. Voices are given after decoding, 0 on top.
 */
function decode(events: ArrayLike<number>, steps: number): Decoded {
  const decoder = new Decoder();
  play(decoder, events, steps);
  if (decoder.pending && decoder.step < steps) {
    decoder.repairs.note("missing STEP_END", decoder.step);
    decoder.endStep();
  }
  for (let step = decoder.step; step < steps; step++) decoder.repairs.note("missing step", step);
  return {
    notes: assignVoices(decoder.notes),
    repairs: decoder.repairs.result(steps),
    stepsFound: countSteps(events),
  };
}

/** For each step the pitches that sound: true where one starts there, in any voice. */
function soundingByStep(notes: readonly Note[], steps: number): Map<number, boolean>[] {
  const grid = Array.from({ length: steps }, () => new Map<number, boolean>());
  for (const note of notes) {
    if (!Number.isInteger(note.pitch) || note.pitch < 0 || note.pitch >= PITCHES) {
      throw new InputError(
        `polyphony: expected a pitch from 0 to ${PITCHES - 1}, got ${note.pitch} at step ${note.start}`,
      );
    }
    const end = Math.min(steps, note.start + note.duration);
    for (let step = note.start; step < end; step++) {
      const starts = step === note.start || grid[step]!.get(note.pitch) === true;
      grid[step]!.set(note.pitch, starts);
    }
  }
  return grid;
}

/**
 * Steps as events, each from the highest pitch to the lowest, without START and END. Two voices on
 * one pitch are one event, a new note if either of them starts there.
 * @throws InputError for a pitch outside 0..127
 */
function encode(notes: readonly Note[], steps: number): number[] {
  return soundingByStep(notes, steps).flatMap((pitches) => [
    ...[...pitches]
      .sort(([a], [b]) => b - a)
      .map(([pitch, starts]) => (starts ? newNote(pitch) : continuedNote(pitch))),
    STEP_END,
  ]);
}

function transpose(event: number, semitones: number): number | undefined {
  const named = pitchEvent(event);
  if (!named) return event;
  const moved = named.pitch + semitones;
  if (moved < 0 || moved >= PITCHES) return undefined;
  return named.continued ? continuedNote(moved) : newNote(moved);
}

function className(event: number): string {
  const named = pitchEvent(event);
  if (named) return `${pitchName(named.pitch)} ${named.continued ? "continued" : "new"}`;
  return ["start", "end", "step end"][event] ?? `class ${event}`;
}

/** The 259-class polyphony alphabet: START, END, STEP_END, 128 new and 128 continued pitches. */
export const polyphony: Encoding = {
  id: "polyphony",
  classes: CLASSES,
  decode,
  encode,
  transpose,
  grammar: (before) => new PolyphonyGrammar(before),
  className,
};
