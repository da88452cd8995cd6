import * as toneMidi from "@tonejs/midi";
import { type MidiEvent, writeMidi } from "midi-file";
import { CLIP_STEPS, checkNotes, type Note, STEPS_PER_QUARTER, sortNotes } from "@/lib/music/notes";
import { InputError } from "@/lib/shared/invariant";

// Node sees this CommonJS package as one default export, bundlers as named ones.
const { Midi } = (toneMidi as { default?: typeof toneMidi }).default ?? toneMidi;

/** Ticks of a quarter note in the files we write: 120 ticks a step. */
const TICKS_PER_QUARTER = 480;
const TICKS_PER_STEP = TICKS_PER_QUARTER / STEPS_PER_QUARTER;
const VELOCITY = 80;

/** How notes become a MIDI file. */
export interface MidiSettings {
  /** Quarters a minute; default 120. */
  tempo?: number;
  /** Length of the music in steps, where every track ends; default `CLIP_STEPS`. */
  steps?: number;
  /** General MIDI program, 0..127; default 0 (grand piano). */
  program?: number;
}

/** What a MIDI file holds, on the sixteenth grid. */
export interface MidiReading {
  /** Sorted notes; a track that sounds several notes at once is split into voices. */
  notes: Note[];
  /** First tempo of the file in quarters a minute; 120 when it names none. */
  tempo: number;
  /** Length in steps: up to the end of the last note or the end-of-track mark, rounded up. */
  steps: number;
  /** Notes that began between two steps and were moved to the nearest. */
  moved: number;
}

/** What happens to notes off the grid. */
export type OffGrid = "refused" | "moved";

/**
 * Writes a standard MIDI file (format 1): a track with tempo and 4/4, then one track per voice, so
 * that unisons between voices don't cut each other. Every track ends at exactly `steps` steps. It
 * holds no name of any kind, and the same notes give the same bytes.
 * @throws Error when a note lies outside `steps` or a voice sounds two notes at once
 */
export function notesToMidi(notes: readonly Note[], settings: MidiSettings = {}): Uint8Array {
  const { tempo = 120, steps = CLIP_STEPS, program = 0 } = settings;
  checkNotes(notes, steps);
  const voices = [...new Set(notes.map((note) => note.voice))].sort((a, b) => a - b);
  const tracks = voices.map((voice, index) =>
    voiceTrack(
      notes.filter((note) => note.voice === voice),
      { steps, program, channel: channelOf(index) },
    ),
  );
  const bytes = writeMidi({
    header: { format: 1, numTracks: tracks.length + 1, ticksPerBeat: TICKS_PER_QUARTER },
    tracks: [tempoTrack(tempo, steps), ...tracks],
  });
  return Uint8Array.from(bytes);
}

/** Channels 0..15 in turn without 9, which General MIDI keeps for percussion. */
function channelOf(index: number): number {
  const channel = index % 15;
  return channel < 9 ? channel : channel + 1;
}

function tempoTrack(tempo: number, steps: number): MidiEvent[] {
  return [
    {
      deltaTime: 0,
      meta: true,
      type: "setTempo",
      microsecondsPerBeat: Math.round(60_000_000 / tempo),
    },
    {
      deltaTime: 0,
      meta: true,
      type: "timeSignature",
      numerator: 4,
      denominator: 4,
      metronome: 24,
      thirtyseconds: 8,
    },
    { deltaTime: steps * TICKS_PER_STEP, meta: true, type: "endOfTrack" },
  ];
}

function voiceTrack(
  notes: readonly Note[],
  track: { steps: number; program: number; channel: number },
): MidiEvent[] {
  const { channel } = track;
  const events: MidiEvent[] = [
    { deltaTime: 0, type: "programChange", channel, programNumber: track.program },
  ];
  let last = 0;
  for (const note of sortNotes(notes)) {
    const start = note.start * TICKS_PER_STEP;
    const end = start + note.duration * TICKS_PER_STEP;
    const key = { channel, noteNumber: note.pitch };
    events.push({ deltaTime: start - last, type: "noteOn", ...key, velocity: VELOCITY });
    events.push({ deltaTime: end - start, type: "noteOff", ...key, velocity: 64 });
    last = end;
  }
  events.push({ deltaTime: track.steps * TICKS_PER_STEP - last, meta: true, type: "endOfTrack" });
  return events;
}

/**
 * Reads a standard MIDI file whose notes lie on the sixteenth grid, or are moved to it.
 * @throws InputError when the bytes are no MIDI file, hold no note, or a note lies off the grid (more
 * than an eighth of a step away) and is not to be moved: the message names the first such note
 */
export function midiToNotes(bytes: Uint8Array, offGrid: OffGrid = "refused"): MidiReading {
  const midi = parse(bytes);
  const ticksPerStep = midi.header.ppq / STEPS_PER_QUARTER;
  const notes: Note[] = [];
  let [voice, moved] = [0, 0];
  for (const track of midi.tracks) {
    if (track.channel === 9 || track.notes.length === 0) continue;
    const onGrid = track.notes.map(({ midi: pitch, ticks, durationTicks, name }) => {
      const [start, end] = [ticks / ticksPerStep, (ticks + durationTicks) / ticksPerStep];
      if (offGrid === "refused") checkOnGrid(start, end, name);
      if (!isOnGrid(start)) moved += 1;
      return { pitch, start: Math.round(start), end: Math.round(end) };
    });
    voice = spreadOverVoices(onGrid, voice, notes);
  }
  if (notes.length === 0) throw new InputError("MIDI: expected at least one note, got none");
  const lastEnd = Math.max(...notes.map((note) => note.start + note.duration));
  const lengths = midi.tracks.map((track) => (track.endOfTrackTicks ?? 0) / ticksPerStep);
  return {
    notes: sortNotes(notes),
    tempo: midi.header.tempos[0]?.bpm ?? 120,
    steps: Math.max(lastEnd, Math.ceil(Math.max(0, ...lengths) - 1e-6)),
    moved,
  };
}

function parse(bytes: Uint8Array): toneMidi.Midi {
  try {
    return new Midi(bytes);
  } catch (cause) {
    throw new InputError("MIDI: expected a standard MIDI file, got bytes that cannot be read", {
      cause,
    });
  }
}

const isOnGrid = (step: number) => Math.abs(step - Math.round(step)) <= 0.125;

function checkOnGrid(start: number, end: number, name: string): void {
  if (isOnGrid(start) && isOnGrid(end)) return;
  const where = isOnGrid(start)
    ? `ends at step ${end.toFixed(2)}`
    : `starts at step ${start.toFixed(2)}`;
  throw new InputError(`MIDI: expected every note on the sixteenth grid, but a ${name} ${where}`);
}

/** Puts a track's notes into the first voice that is free; returns the next unused voice. */
function spreadOverVoices(
  notes: { pitch: number; start: number; end: number }[],
  first: number,
  out: Note[],
): number {
  const free: number[] = [];
  notes.sort((a, b) => a.start - b.start || b.pitch - a.pitch);
  for (const { pitch, start, end } of notes) {
    const slot = free.findIndex((until) => until <= start);
    const index = slot === -1 ? free.length : slot;
    const duration = Math.max(1, end - start);
    free[index] = start + duration;
    out.push({ pitch, start, duration, voice: first + index });
  }
  return first + free.length;
}
