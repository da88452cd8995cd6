import { firstMetre, type MidiPerformance, readPerformance } from "@/lib/music/midi-performance";
import { type MidiReading, type OffGrid, onGrid } from "@/lib/music/midi-reading";
import { barSteps, metreName } from "@/lib/music/timing";
import { InputError } from "@/lib/shared/invariant";

/** What a MIDI file may hold that one instrument can't play; it can be left out on request. */
export const UNHEARD = ["drums", "programs", "bends", "volume"] as const;
/** One of `UNHEARD`. */
export type Unheard = (typeof UNHEARD)[number];

/** How a file is read as it is written. */
export interface AsWritten {
  /** General MIDI programs (first and last) that will sound right. */
  programs: readonly [number, number];
  /** What may be left out without a word. */
  leaveOut?: readonly Unheard[];
  offGrid?: OffGrid;
}

/**
 * Reads a MIDI file of which everything will be heard and written: tempi, metre, velocities and sustain
 * pedal are kept; what can't be kept is refused.
 * @throws InputError with every reason why the file would become something else
 */
export function midiAsWritten(bytes: Uint8Array, how: AsWritten): MidiReading {
  const performance = readPerformance(bytes);
  const { leaveOut = [], programs, offGrid = "refused" } = how;
  const unheard = UNHEARD.filter((kind) => !leaveOut.includes(kind)).flatMap((kind) => {
    const words = WORDS[kind](performance, programs);
    return words ? [`${words} (mend the file, or leave out "${kind}")`] : [];
  });
  const problems = [...brokenIn(performance), ...unheard];
  if (problems.length > 0) throw new InputError(`MIDI: ${problems.join("; ")}`);
  return onGrid(performance, offGrid);
}

/** Why the notes of a file can't be trusted or written: one metre and notes with a length are needed. */
export function brokenIn(performance: MidiPerformance): string[] {
  const { unfinished, empty, metres, ticksPerQuarter } = performance;
  const metre = firstMetre(performance);
  const other = metres.find(
    (one) =>
      one.tick > 0 && metreName(one.metre) !== metreName(metre) && one.tick < performance.end,
  );
  const bar = other && Math.floor((4 * other.tick) / ticksPerQuarter / barSteps(metre)) + 1;
  return [
    ...(unfinished > 0 ? [`expected every note to end, ${unfinished} don't`] : []),
    ...(empty > 0 ? [`expected every note to have a length, ${empty} have none`] : []),
    ...(other
      ? [
          `expected one metre, got ${metreName(metre)} and ${metreName(other.metre)} from bar ${bar} on`,
        ]
      : []),
    ...(Number.isInteger(barSteps(metre))
      ? []
      : [`expected bars of whole sixteenths, got ${metreName(metre)}`]),
  ];
}

type Words = (performance: MidiPerformance, programs: readonly [number, number]) => string | null;

const WORDS: Record<Unheard, Words> = {
  drums: ({ drums }) => (drums > 0 ? `expected no drums, got ${drums} notes on channel 10` : null),
  programs: ({ notes }, [low, high]) => {
    const others = [...new Set(notes.map((note) => note.program))]
      // Program 0 is what exporters write who say nothing of the instrument.
      .filter((program) => program !== 0 && (program < low || program > high))
      .sort((a, b) => a - b);
    return others.length > 0
      ? `expected programs ${low} to ${high} (from 0), got ${others.join(" and ")}`
      : null;
  },
  bends: ({ bent }) => (bent ? "expected no bent pitches, got pitch bend" : null),
  volume: ({ swelling }) =>
    swelling ? "expected one volume throughout, got changes by controller 7 or 11" : null,
};
