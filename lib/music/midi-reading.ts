import {
  firstMetre,
  firstTempo,
  type MidiPerformance,
  type PerformedNote,
  readPerformance,
} from "@/lib/music/midi-performance";
import { DEFAULT_VELOCITY, type Note, STEPS_PER_QUARTER, sortNotes } from "@/lib/music/notes";
import { pitchName } from "@/lib/music/pitch-names";
import type { Timing } from "@/lib/music/timing";
import { InputError } from "@/lib/shared/invariant";

/** What a MIDI file holds, on the sixteenth grid. */
export interface MidiReading extends Timing {
  /** Sorted notes; a track that sounds several notes at once is split into voices. */
  notes: Note[];
  /** Length in steps: up to the end of the last note or the end-of-track mark, rounded up. */
  steps: number;
  /** Notes that began between two steps and were moved to the nearest. */
  moved: number;
}

/** What happens to notes off the grid. */
export type OffGrid = "refused" | "moved";

/**
 * Reads a standard MIDI file whose notes lie on the sixteenth grid, or are moved to it.
 * @throws InputError when the bytes are no MIDI file, hold no note, or a note lies off the grid (more
 * than an eighth of a step away) and is not to be moved: the message names the first such note
 */
export function midiToNotes(bytes: Uint8Array, offGrid: OffGrid = "refused"): MidiReading {
  return onGrid(readPerformance(bytes), offGrid);
}

/**
 * Lays a performance on the sixteenth grid.
 * @throws InputError as `midiToNotes`
 */
export function onGrid(performance: MidiPerformance, offGrid: OffGrid): MidiReading {
  const ticksPerStep = performance.ticksPerQuarter / STEPS_PER_QUARTER;
  const notes: Note[] = [];
  let [voice, moved] = [0, 0];
  for (const part of parts(performance.notes)) {
    const placed = part.map((note) => {
      if (offGrid === "refused") checkOnGrid(note, ticksPerStep);
      if (!isOnGrid(note.start / ticksPerStep)) moved += 1;
      return place(note, ticksPerStep);
    });
    voice = spreadOverVoices(placed, voice, notes);
  }
  if (notes.length === 0) throw new InputError("MIDI: expected at least one note, got none");
  const lastEnd = Math.max(...notes.map((note) => note.start + note.duration));
  const length = Math.ceil(performance.end / ticksPerStep - 1e-6);
  return {
    notes: sortNotes(notes),
    ...timingOf(performance, ticksPerStep),
    steps: Math.max(lastEnd, length),
    moved,
  };
}

function timingOf(performance: MidiPerformance, ticksPerStep: number): Timing {
  const later = performance.tempi.filter(({ tick }) => tick > 0 && tick < performance.end);
  let now = firstTempo(performance);
  const changes = later.filter(({ tempo }) => {
    const differs = tempo !== now;
    now = tempo;
    return differs;
  });
  const tempoChanges = changes.map(({ tick, tempo }) => ({ step: tick / ticksPerStep, tempo }));
  return {
    tempo: firstTempo(performance),
    ...(tempoChanges.length > 0 ? { tempoChanges } : {}),
    metre: firstMetre(performance),
  };
}

/** Notes by track and channel, in that order. */
function parts(notes: readonly PerformedNote[]): PerformedNote[][] {
  const found = new Map<number, PerformedNote[]>();
  for (const note of notes) {
    const key = note.track * 16 + note.channel;
    found.set(key, [...(found.get(key) ?? []), note]);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, part]) => part);
}

const isOnGrid = (step: number) => Math.abs(step - Math.round(step)) <= 0.125;

function checkOnGrid({ pitch, start, end }: PerformedNote, ticksPerStep: number): void {
  const [from, to] = [start / ticksPerStep, end / ticksPerStep];
  if (isOnGrid(from) && isOnGrid(to)) return;
  const [verb, step] = isOnGrid(from) ? ["ends", to] : ["starts", from];
  throw new InputError(
    `MIDI: expected every note on the sixteenth grid, but a ${pitchName(pitch)} ${verb} at step ${step.toFixed(2)}${valueName(step)}`,
  );
}

/** What stands between sixteenths, where it has a name. */
function valueName(step: number): string {
  const within = step - Math.floor(step);
  const near = (place: number) => Math.abs(within - place) < 0.02;
  if (near(1 / 3) || near(2 / 3)) return ", as triplets do";
  return near(1 / 2) ? ", as thirty-seconds do" : "";
}

interface PlacedNote extends Omit<Note, "voice" | "duration"> {
  end: number;
}

function place(note: PerformedNote, ticksPerStep: number): PlacedNote {
  const [start, end] = [note.start, note.end].map((tick) => Math.round(tick / ticksPerStep));
  const held = note.release / ticksPerStep - start!;
  return {
    pitch: note.pitch,
    start: start!,
    end: end!,
    ...(note.velocity === DEFAULT_VELOCITY ? {} : { velocity: note.velocity }),
    ...(note.release > note.end && held > end! - start! ? { held } : {}),
  };
}

/** Puts a part's notes into the first voice that is free; returns the next unused voice. */
function spreadOverVoices(notes: PlacedNote[], first: number, out: Note[]): number {
  const free: number[] = [];
  notes.sort((a, b) => a.start - b.start || b.pitch - a.pitch);
  for (const { end, ...note } of notes) {
    const slot = free.findIndex((until) => until <= note.start);
    const index = slot === -1 ? free.length : slot;
    const duration = Math.max(1, end - note.start);
    free[index] = note.start + duration;
    out.push({ ...note, duration, voice: first + index });
  }
  return first + free.length;
}
