import { type Note, STEPS_PER_BAR, sortNotes } from "@/lib/music/notes";

/** What a clip is like in numbers; none of them says whether it is good. */
export interface MusicDescription {
  /** Onsets a bar of 16 steps. */
  notesPerBar: number;
  /** Highest less lowest pitch, in semitones. */
  pitchRange: number;
  /** Entropy of the 12 pitch classes weighted by duration, in bits (0 to 3.585). */
  pitchClassEntropy: number;
  /** Entropy of the lengths between neighbouring onsets, in bits. */
  rhythmicVariety: number;
  /** Share of notes that repeat the pitch before them in their voice (0..1). */
  repeatedNotes: number;
  /** Mean size of the step from note to note in a voice, in semitones. */
  meanInterval: number;
  /** Highest correlation with the 24 key profiles of Krumhansl & Kessler 1982 (−1..1). */
  tonalFit: number;
  /** Longest silence, in steps. */
  longestSilence: number;
}

/** Names in the order in which tables show them. */
export const DESCRIPTION_NAMES = [
  "notesPerBar",
  "pitchRange",
  "pitchClassEntropy",
  "rhythmicVariety",
  "repeatedNotes",
  "meanInterval",
  "tonalFit",
  "longestSilence",
] as const satisfies readonly (keyof MusicDescription)[];

// Probe-tone ratings of Krumhansl & Kessler (1982), C major and C minor.
const MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
const MINOR = [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;

/** Shannon entropy in bits of weights that need not sum to one. */
function entropy(weights: readonly number[]): number {
  const total = weights.reduce((a, b) => a + b, 0);
  return weights
    .filter((weight) => weight > 0)
    .reduce((sum, weight) => sum - (weight / total) * Math.log2(weight / total), 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i]! - mb);
    aa += (value - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

function pitchClassDurations(notes: readonly Note[]): number[] {
  const durations = new Array<number>(12).fill(0);
  for (const note of notes) durations[note.pitch % 12]! += note.duration;
  return durations;
}

/**
 * Correlations of twelve durations (C first) with the key profiles of Krumhansl & Kessler 1982.
 * @returns for each tonic from C on, its major and its minor key
 */
export function keyCorrelations(durations: readonly number[]): { major: number; minor: number }[] {
  const from = (profile: readonly number[], tonic: number) =>
    profile.map((_, pc) => profile[(pc - tonic + 12) % 12]!);
  return MAJOR.map((_, tonic) => ({
    major: correlation(durations, from(MAJOR, tonic)),
    minor: correlation(durations, from(MINOR, tonic)),
  }));
}

function tonalFit(durations: readonly number[]): number {
  return Math.max(...keyCorrelations(durations).flatMap(({ major, minor }) => [major, minor]));
}

/** Neighbouring notes of each voice. */
function pairs(notes: readonly Note[]): [Note, Note][] {
  const voices = new Set(notes.map((note) => note.voice));
  return [...voices].flatMap((voice) => {
    const line = notes.filter((note) => note.voice === voice);
    return line.slice(1).map((note, i): [Note, Note] => [line[i]!, note]);
  });
}

/** Longest run of steps in which nothing sounds, the start and the end of the clip included. */
export function longestSilence(notes: readonly Note[], steps: number): number {
  const sounding = new Array<boolean>(steps).fill(false);
  for (const note of notes) sounding.fill(true, note.start, note.start + note.duration);
  let [longest, run] = [0, 0];
  for (const on of sounding) {
    run = on ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

function counts(values: readonly number[]): number[] {
  const table = new Map<number, number>();
  for (const value of values) table.set(value, (table.get(value) ?? 0) + 1);
  return [...table.values()];
}

/** Describes notes that fill `steps` steps; all numbers are 0 where there are no notes. */
export function describeNotes(unsorted: readonly Note[], steps: number): MusicDescription {
  const notes = sortNotes(unsorted);
  const pitches = notes.map((note) => note.pitch);
  const onsets = [...new Set(notes.map((note) => note.start))].sort((a, b) => a - b);
  const lengths = onsets.slice(1).map((onset, i) => onset - onsets[i]!);
  const steps_ = pairs(notes).map(([before, after]) => Math.abs(after.pitch - before.pitch));
  const durations = pitchClassDurations(notes);
  return {
    notesPerBar: notes.length / (steps / STEPS_PER_BAR),
    pitchRange: pitches.length === 0 ? 0 : Math.max(...pitches) - Math.min(...pitches),
    pitchClassEntropy: entropy(durations),
    rhythmicVariety: entropy(counts(lengths)),
    repeatedNotes: mean(steps_.map((size) => (size === 0 ? 1 : 0))),
    meanInterval: mean(steps_),
    tonalFit: notes.length === 0 ? 0 : tonalFit(durations),
    longestSilence: longestSilence(notes, steps),
  };
}
