import type { Note } from "@/lib/music/notes";

/** One voice as [pitch or null for a rest, steps]; laid out one after the other. */
function voiceOf(cells: readonly (readonly [number | null, number])[], voice = 0): Note[] {
  const notes: Note[] = [];
  let start = 0;
  for (const [pitch, duration] of cells) {
    if (pitch !== null) notes.push({ pitch, start, duration, voice });
    start += duration;
  }
  return notes;
}

/** A melody in D major whose notes hold over bar lines and over the middle of bars. */
const tied = voiceOf([
  [62, 4], [66, 4], [69, 4], [74, 8],
  [73, 4], [71, 4], [69, 6], [67, 2], [66, 4], [64, 10],
  [62, 2], [64, 4], [66, 3], [67, 1], [69, 16],
  [71, 12], [73, 8], [74, 4], [76, 7], [74, 1], [71, 4], [69, 16],
]);

/** Off-beat quarters, sixteenth-eighth-sixteenth figures, a half note on the second beat. */
const syncopated = voiceOf([
  [70, 2], [72, 4], [74, 4], [72, 4], [70, 2],
  [67, 1], [69, 2], [70, 1], [72, 3], [74, 1], [75, 1], [74, 3], [72, 2], [70, 2],
  [65, 4], [74, 8], [72, 4],
  [70, 2], [69, 4], [67, 2], [66, 1], [67, 2], [69, 2], [70, 2], [69, 1],
  [67, 3], [70, 3], [74, 3], [77, 3], [75, 4],
  [74, 5], [72, 5], [70, 6],
  [69, 1], [70, 4], [69, 1], [67, 2], [66, 6], [67, 2],
  [70, 2], [65, 4], [62, 2], [58, 8],
]);

/** Rests of every length, on and off the beat, a whole bar of them, and a start after silence. */
const rests = voiceOf([
  [null, 6], [64, 2], [65, 1], [null, 1], [67, 2], [null, 4],
  [69, 1], [null, 3], [67, 2], [null, 2], [65, 3], [null, 1], [64, 4],
  [null, 16],
  [null, 2], [60, 2], [null, 7], [61, 1], [62, 4],
  [null, 12], [64, 4],
  [67, 8], [null, 8],
  [null, 3], [72, 1], [null, 1], [71, 3], [null, 5], [69, 3],
  [67, 5], [null, 11],
]);

/** From the lowest to the highest pitch of the melody alphabet, with chromatic steps. */
const range = voiceOf([
  [48, 4], [49, 4], [51, 4], [54, 4],
  [56, 2], [58, 2], [61, 2], [63, 2], [66, 2], [68, 2], [70, 2], [73, 2],
  [75, 4], [78, 4], [80, 4], [82, 4],
  [83, 8], [48, 8],
  [83, 1], [82, 1], [81, 1], [80, 1], [79, 1], [78, 1], [77, 1], [76, 1], [75, 8],
  [60, 4], [59, 4], [58, 4], [57, 4],
  [52, 4], [51, 4], [50, 4], [49, 4],
  [48, 16],
]);

/** Four voices in G major with passing notes, a suspension and a secondary dominant. */
const chorale = [
  ...voiceOf([
    [67, 4], [71, 4], [69, 4], [67, 4], [74, 4], [72, 4], [71, 8],
    [71, 4], [73, 4], [74, 4], [76, 2], [74, 2], [73, 4], [71, 4], [74, 8],
    [74, 4], [72, 4], [71, 4], [69, 4], [71, 4], [72, 4], [74, 8],
    [76, 4], [74, 4], [72, 4], [71, 4], [69, 6], [67, 2], [67, 8],
  ], 0),
  ...voiceOf([
    [62, 4], [67, 4], [66, 4], [64, 4], [66, 4], [69, 4], [67, 8],
    [67, 4], [67, 4], [66, 4], [67, 4], [69, 4], [67, 4], [66, 8],
    [67, 4], [66, 4], [67, 2], [65, 2], [64, 4], [67, 4], [67, 2], [69, 2], [71, 8],
    [67, 4], [67, 4], [66, 4], [67, 4], [67, 4], [66, 4], [62, 8],
  ], 1),
  ...voiceOf([
    [59, 4], [62, 4], [60, 2], [62, 2], [59, 4], [62, 2], [60, 2], [62, 4], [62, 8],
    [62, 4], [64, 4], [57, 4], [59, 4], [64, 4], [64, 4], [57, 8],
    [59, 4], [60, 4], [62, 4], [60, 4], [62, 4], [64, 4], [67, 8],
    [60, 4], [59, 4], [57, 2], [60, 2], [62, 4], [64, 4], [60, 4], [59, 8],
  ], 2),
  ...voiceOf([
    [55, 4], [43, 4], [50, 4], [52, 4], [50, 2], [52, 2], [54, 4], [55, 8],
    [55, 2], [54, 2], [52, 4], [50, 4], [55, 4], [57, 4], [45, 4], [50, 8],
    [55, 4], [57, 4], [55, 4], [57, 4], [55, 4], [60, 4], [55, 8],
    [48, 4], [50, 4], [51, 4], [52, 4], [48, 4], [50, 4], [43, 8],
  ], 3),
];

/** Tunes of 8 bars that between them hold what a score writer can get wrong. */
export const SCORE_TUNES: Readonly<Record<string, readonly Note[]>> = {
  tied,
  syncopated,
  rests,
  range,
  chorale,
};
