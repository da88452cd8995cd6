import { STEPS_PER_QUARTER } from "@/lib/music/notes";

/** Quarters a minute where a file names no tempo, as the MIDI standard has it. */
export const DEFAULT_TEMPO = 120;

/** A tempo that holds from a step on. */
export interface TempoChange {
  /** Steps from the start; need not be whole. */
  step: number;
  /** Quarters a minute. */
  tempo: number;
}

/** A metre: `beats` notes of the value 1/`beatType` a bar. */
export interface Metre {
  beats: number;
  beatType: number;
}

/** Four quarters a bar. */
export const COMMON_TIME: Metre = { beats: 4, beatType: 4 };

/** How music runs through time. */
export interface Timing {
  /** Quarters a minute at the start. */
  tempo: number;
  /** Tempi after the start, in order of their steps; none where one holds throughout. */
  tempoChanges?: readonly TempoChange[];
  /** `COMMON_TIME` when left out. */
  metre?: Metre;
}

/** Steps in a bar; not whole where the sixteenth grid can't hold the metre. */
export function barSteps({ beats, beatType }: Metre = COMMON_TIME): number {
  return (beats * 4 * STEPS_PER_QUARTER) / beatType;
}

/** Steps that stand together as a beat: three eighths in compound metres such as 6/8. */
export function beatSteps({ beats, beatType }: Metre = COMMON_TIME): number {
  const written = (4 * STEPS_PER_QUARTER) / beatType;
  return beatType >= 8 && beats > 3 && beats % 3 === 0 ? 3 * written : written;
}

/** A metre as it is said: 6/8. */
export const metreName = ({ beats, beatType }: Metre) => `${beats}/${beatType}`;

/** Seconds from the start to a step (whole or not). */
export function secondsAt(step: number, { tempo, tempoChanges = [] }: Timing): number {
  let [seconds, from, now] = [0, 0, tempo];
  for (const change of tempoChanges) {
    if (change.step >= step) break;
    seconds += secondsOf(change.step - from, now);
    [from, now] = [change.step, change.tempo];
  }
  return seconds + secondsOf(step - from, now);
}

const secondsOf = (steps: number, tempo: number) => (steps * 60) / (tempo * STEPS_PER_QUARTER);
