import { type MidiEvent, writeMidi } from "midi-file";
import {
  CLIP_STEPS,
  checkNotes,
  DEFAULT_VELOCITY,
  type Note,
  STEPS_PER_QUARTER,
  sortNotes,
} from "@/lib/music/notes";
import { pedalSpans } from "@/lib/music/pedal";
import { COMMON_TIME, DEFAULT_TEMPO, type Timing } from "@/lib/music/timing";
import { InputError } from "@/lib/shared/invariant";

/** Ticks of a quarter note in the files we write: 120 ticks a step. */
const TICKS_PER_QUARTER = 480;
const TICKS_PER_STEP = TICKS_PER_QUARTER / STEPS_PER_QUARTER;
/** Voices that have a channel, and so a sustain pedal, of their own. */
const OWN_CHANNELS = 15;

/** How notes become a MIDI file. */
export interface MidiSettings extends Partial<Timing> {
  /** Length of the music in steps, where every track ends; default `CLIP_STEPS`. */
  steps?: number;
  /** General MIDI program, 0..127; default 0 (grand piano). */
  program?: number;
}

/**
 * Writes a standard MIDI file (format 1): a track with tempi and metre, then one track per voice, so
 * that unisons between voices don't cut each other; notes that sound on are held by the sustain pedal.
 * Every track ends at exactly `steps` steps. It holds no name of any kind, and the same notes give the
 * same bytes.
 * @throws Error when a note lies outside `steps` or a voice sounds two notes at once; InputError when
 *   more voices than channels need a pedal
 */
export function notesToMidi(notes: readonly Note[], settings: MidiSettings = {}): Uint8Array {
  const { steps = CLIP_STEPS, program = 0 } = settings;
  checkNotes(notes, steps);
  const voices = [...new Set(notes.map((note) => note.voice))].sort((a, b) => a - b);
  if (voices.length > OWN_CHANNELS && notes.some((note) => note.held !== undefined)) {
    throw new InputError(
      `MIDI: expected at most ${OWN_CHANNELS} voices with a sustain pedal, got ${voices.length}`,
    );
  }
  const tracks = voices.map((voice, index) =>
    voiceTrack(
      notes.filter((note) => note.voice === voice),
      { steps, program, channel: channelOf(index) },
    ),
  );
  const bytes = writeMidi({
    header: { format: 1, numTracks: tracks.length + 1, ticksPerBeat: TICKS_PER_QUARTER },
    tracks: [tempoTrack(settings, steps), ...tracks],
  });
  return Uint8Array.from(bytes);
}

/** Channels 0..15 in turn without 9, which General MIDI keeps for percussion. */
function channelOf(index: number): number {
  const channel = index % 15;
  return channel < 9 ? channel : channel + 1;
}

const tickOf = (step: number) => Math.round(step * TICKS_PER_STEP);

/** An event with its place, before the times between events are known. */
interface Placed {
  tick: number;
  event: MidiEvent;
}

/** Events in order of time, each with its distance from the one before. */
function inTime(placed: readonly Placed[]): MidiEvent[] {
  let last = 0;
  return placed.map(({ tick, event }) => {
    const deltaTime = tick - last;
    last = tick;
    return { ...event, deltaTime };
  });
}

const END: MidiEvent = { deltaTime: 0, meta: true, type: "endOfTrack" };

function tempoTrack(timing: Partial<Timing>, steps: number): MidiEvent[] {
  const { tempo = DEFAULT_TEMPO, tempoChanges = [], metre = COMMON_TIME } = timing;
  const tempi = [{ step: 0, tempo }, ...tempoChanges].map((change): Placed => {
    const microsecondsPerBeat = Math.round(60_000_000 / change.tempo);
    return {
      tick: tickOf(change.step),
      event: { deltaTime: 0, meta: true, type: "setTempo", microsecondsPerBeat },
    };
  });
  const time: MidiEvent = {
    deltaTime: 0,
    meta: true,
    type: "timeSignature",
    numerator: metre.beats,
    denominator: metre.beatType,
    metronome: 24,
    thirtyseconds: 8,
  };
  const [first, ...later] = tempi;
  const end = { tick: tickOf(steps), event: END };
  return inTime([first!, { tick: 0, event: time }, ...later, end]);
}

function voiceTrack(
  notes: readonly Note[],
  track: { steps: number; program: number; channel: number },
): MidiEvent[] {
  const { channel, program: programNumber } = track;
  const program: MidiEvent = { deltaTime: 0, type: "programChange", channel, programNumber };
  const placed = sortNotes(notes).flatMap(({ pitch, start, duration, velocity }): Placed[] => {
    const key = { deltaTime: 0, channel, noteNumber: pitch };
    return [
      {
        tick: tickOf(start),
        event: { ...key, type: "noteOn", velocity: velocity ?? DEFAULT_VELOCITY },
      },
      { tick: tickOf(start + duration), event: { ...key, type: "noteOff", velocity: 64 } },
    ];
  });
  // A pedal goes down before the note ends that it holds, and up before the next event of its tick.
  const all = [...pedalEvents(notes, channel), ...placed].sort((a, b) => a.tick - b.tick);
  const end = { tick: tickOf(track.steps), event: END };
  return inTime([{ tick: 0, event: program }, ...all, end]);
}

/** The pedal under one voice: down from the end of a held note's key to its damper's fall. */
function pedalEvents(notes: readonly Note[], channel: number): Placed[] {
  const controller = (step: number, value: number): Placed => ({
    tick: tickOf(step),
    event: { deltaTime: 0, type: "controller", channel, controllerType: 64, value },
  });
  return pedalSpans(notes).flatMap(({ from, to }) => [controller(from, 127), controller(to, 0)]);
}
