import { type MidiEvent, parseMidi } from "midi-file";
import { midiChunks } from "@/lib/music/midi-chunks";
import { COMMON_TIME, DEFAULT_TEMPO, type Metre } from "@/lib/music/timing";
import { InputError } from "@/lib/shared/invariant";

/** A note of a MIDI file; times in ticks. */
export interface PerformedNote {
  pitch: number;
  velocity: number;
  start: number;
  /** Key up. */
  end: number;
  /** Damper down: later than `end` where the sustain pedal holds the note. */
  release: number;
  track: number;
  channel: number;
  /** General MIDI program of its channel when it begins. */
  program: number;
}

/** Everything in a MIDI file that is heard; times in ticks. */
export interface MidiPerformance {
  ticksPerQuarter: number;
  /** Notes with a length, drums left out, in the order in which they end. */
  notes: PerformedNote[];
  tempi: { tick: number; tempo: number }[];
  metres: { tick: number; metre: Metre }[];
  /** Last tick of any track. */
  end: number;
  /** Notes of the drum channel. */
  drums: number;
  /** Notes that end where they begin, such as some exporters' grace notes. */
  empty: number;
  /** Notes that never end. */
  unfinished: number;
  /** Is a note's pitch bent? */
  bent: boolean;
  /** Do channels differ in volume, or change it? */
  swelling: boolean;
}

const DRUM_CHANNEL = 9;
const CONTROLLERS = { volume: 7, expression: 11, sustain: 64 } as const;
const PEDAL_DOWN = 64;

interface Placed {
  tick: number;
  track: number;
  event: MidiEvent;
}

interface Channel {
  program: number;
  pedal: boolean;
  /** Notes that the pedal holds. */
  sustained: PerformedNote[];
}

/**
 * Reads what a standard MIDI file plays, event by event: tempi, metres, sustain pedal and programs, and
 * notes paired by channel and pitch over their whole track, first begun, first ended.
 * @throws InputError where `midiChunks` does, and when a track's events cannot be read
 */
export function readPerformance(bytes: Uint8Array): MidiPerformance {
  const chunks = midiChunks(bytes);
  const placed = eventsInTime(chunks.bytes);
  const reader = new Reader(chunks.ticksPerQuarter);
  for (const one of placed) reader.take(one);
  return reader.finish(placed.at(-1)?.tick ?? 0);
}

function eventsInTime(bytes: Uint8Array): Placed[] {
  let tracks: MidiEvent[][];
  try {
    tracks = parseMidi(bytes).tracks;
  } catch (cause) {
    throw new InputError(`MIDI: expected tracks of MIDI events, got damaged ones (${cause})`);
  }
  const placed = tracks.flatMap((events, track) => {
    let tick = 0;
    return events.map((event): Placed => {
      tick += event.deltaTime;
      return { tick, track, event };
    });
  });
  if (placed.some(({ tick }) => !Number.isFinite(tick)))
    throw new InputError("MIDI: expected tracks of MIDI events, got damaged ones");
  return placed.sort((a, b) => a.tick - b.tick);
}

class Reader {
  private readonly result: MidiPerformance;
  private readonly channels = new Map<number, Channel>();
  private readonly sounding = new Map<string, PerformedNote[]>();
  /** Values of each controller in use by channel. */
  private readonly levels = new Map<string, Set<number>>();

  constructor(ticksPerQuarter: number) {
    this.result = {
      ticksPerQuarter,
      notes: [],
      tempi: [],
      metres: [],
      end: 0,
      drums: 0,
      empty: 0,
      unfinished: 0,
      bent: false,
      swelling: false,
    };
  }

  take({ tick, track, event }: Placed): void {
    switch (event.type) {
      case "setTempo":
        this.result.tempi.push({ tick, tempo: 60_000_000 / event.microsecondsPerBeat });
        break;
      case "timeSignature":
        this.result.metres.push({
          tick,
          metre: { beats: event.numerator, beatType: event.denominator },
        });
        break;
      case "programChange":
        this.channel(event.channel).program = event.programNumber;
        break;
      case "pitchBend":
        if (event.value !== 0) this.result.bent = true;
        break;
      case "controller":
        this.control(event.channel, event.controllerType, event.value, tick);
        break;
      case "noteOn":
        this.begin(tick, track, event.channel, event.noteNumber, event.velocity);
        break;
      case "noteOff":
        this.end(tick, track, event.channel, event.noteNumber);
        break;
    }
  }

  finish(end: number): MidiPerformance {
    for (const { sustained } of this.channels.values()) {
      for (const note of sustained) note.release = end;
    }
    const unfinished = [...this.sounding.values()].reduce((sum, notes) => sum + notes.length, 0);
    const values = [...this.levels.entries()];
    const swelling = Object.values(CONTROLLERS).some((controller) => {
      const own = values.filter(([key]) => key.endsWith(` ${controller}`)).map(([, set]) => set);
      return new Set(own.flatMap((set) => [...set])).size > 1;
    });
    return { ...this.result, end, unfinished, swelling };
  }

  private channel(number: number): Channel {
    const known = this.channels.get(number);
    if (known) return known;
    const fresh = { program: 0, pedal: false, sustained: [] };
    this.channels.set(number, fresh);
    return fresh;
  }

  private control(number: number, controller: number, value: number, tick: number): void {
    if (controller === CONTROLLERS.volume || controller === CONTROLLERS.expression) {
      const key = `${number} ${controller}`;
      this.levels.set(key, (this.levels.get(key) ?? new Set()).add(value));
    }
    if (controller !== CONTROLLERS.sustain) return;
    const channel = this.channel(number);
    channel.pedal = value >= PEDAL_DOWN;
    if (channel.pedal) return;
    for (const note of channel.sustained) note.release = tick;
    channel.sustained = [];
  }

  private begin(tick: number, track: number, channel: number, pitch: number, velocity: number) {
    const { program } = this.channel(channel);
    const note = {
      pitch,
      velocity,
      start: tick,
      end: tick,
      release: tick,
      track,
      channel,
      program,
    };
    const key = `${track} ${channel} ${pitch}`;
    this.sounding.set(key, [...(this.sounding.get(key) ?? []), note]);
  }

  private end(tick: number, track: number, number: number, pitch: number): void {
    const note = this.sounding.get(`${track} ${number} ${pitch}`)?.shift();
    if (!note) return;
    if (number === DRUM_CHANNEL) this.result.drums += 1;
    else if (tick === note.start) this.result.empty += 1;
    else {
      note.end = tick;
      note.release = tick;
      const channel = this.channel(number);
      if (channel.pedal) channel.sustained.push(note);
      this.result.notes.push(note);
    }
  }
}

/** The tempo at the start, in quarters a minute. */
export function firstTempo({ tempi }: Pick<MidiPerformance, "tempi">): number {
  return tempi.filter(({ tick }) => tick === 0).at(-1)?.tempo ?? DEFAULT_TEMPO;
}

/** The metre at the start. */
export function firstMetre({ metres }: Pick<MidiPerformance, "metres">): Metre {
  return metres.filter(({ tick }) => tick === 0).at(-1)?.metre ?? COMMON_TIME;
}
