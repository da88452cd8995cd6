import { STEPS_PER_BAR } from "@/lib/music/notes";

/** What one bar of generated melodies is like, averaged over clips. */
export interface BarQuality {
  /** From 1, counted after the primer. */
  bar: number;
  /** Mean probability of the chosen class. */
  confidence: number;
  /** Mean cost of the events under a model of human music, nats. */
  nats: number;
  /** Notes that start in the bar. */
  onsets: number;
  /** Mean size of the steps between neighbouring notes, semitones; null without two notes. */
  interval: number | null;
}

/** Values of one generated melody, event by event. */
export interface GeneratedEvents {
  /** Classes of the melody alphabet: from 2 on, an event is a pitch. */
  events: readonly number[];
  /** Probability that the network gave each event. */
  chosen: readonly number[];
  /** −log probability of each event under a model of human music. */
  nats: readonly number[];
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function intervals(events: readonly number[]): number[] {
  const pitches = events.filter((event) => event >= 2);
  return pitches.slice(1).map((pitch, i) => Math.abs(pitch - pitches[i]!));
}

/** Bar by bar means over clips; every clip must hold all bars. */
export function qualityByBar(clips: readonly GeneratedEvents[], bars: number): BarQuality[] {
  return Array.from({ length: bars }, (_, index) => {
    const cut = <T>(values: readonly T[]) =>
      values.slice(index * STEPS_PER_BAR, (index + 1) * STEPS_PER_BAR);
    const sizes = clips.flatMap((clip) => intervals(cut(clip.events)));
    return {
      bar: index + 1,
      confidence: mean(clips.flatMap((clip) => cut(clip.chosen))),
      nats: mean(clips.flatMap((clip) => cut(clip.nats))),
      onsets: mean(clips.map((clip) => cut(clip.events).filter((event) => event >= 2).length)),
      interval: sizes.length > 0 ? mean(sizes) : null,
    };
  });
}

/** Change from the first eighth of the bars to the last eighth. */
export interface Drift {
  confidence: number;
  nats: number;
  onsets: number;
}

/** How far the last eighth of the bars has moved from the first. */
export function drift(bars: readonly BarQuality[]): Drift {
  const part = Math.max(1, Math.floor(bars.length / 8));
  const change = (value: (bar: BarQuality) => number) =>
    mean(bars.slice(-part).map(value)) - mean(bars.slice(0, part).map(value));
  return {
    confidence: change((bar) => bar.confidence),
    nats: change((bar) => bar.nats),
    onsets: change((bar) => bar.onsets),
  };
}
