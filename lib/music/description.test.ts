import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DESCRIPTION_NAMES,
  describeNotes,
  keyCorrelations,
  longestSilence,
} from "@/lib/music/description";
import type { Note } from "@/lib/music/notes";

const note = (pitch: number, start: number, duration: number, voice = 0): Note => ({
  pitch,
  start,
  duration,
  voice,
});

/** Two bars: C (quarter), E (eighth), E (eighth), G (quarter), rest, C an octave up (half). */
const TUNE = [note(60, 0, 4), note(64, 4, 2), note(64, 6, 2), note(67, 8, 4), note(72, 24, 8)];

const C_MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
const C_MINOR = [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];

describe("description of a small tune", () => {
  const d = describeNotes(TUNE, 32);

  it("has the values worked out by hand", () => {
    expect(d.notesPerBar).toBe(2.5);
    expect(d.pitchRange).toBe(12);
    // C 12 steps, E 4, G 4 of 20: −.6·log2 .6 − 2·.2·log2 .2
    expect(d.pitchClassEntropy).toBeCloseTo(1.370951, 6);
    // Between onsets: 4, 2, 2, 16 steps: ½·1 + 2·¼·2
    expect(d.rhythmicVariety).toBeCloseTo(1.5, 12);
    // E–E among four steps
    expect(d.repeatedNotes).toBe(0.25);
    // 4, 0, 3, 5 semitones
    expect(d.meanInterval).toBe(3);
    expect(d.longestSilence).toBe(12);
  });

  it("does not depend on the order in which the notes are given", () => {
    expect(describeNotes([...TUNE].reverse(), 32)).toEqual(d);
  });

  it("does not change under transposition", () => {
    for (const by of [-5, 1, 6]) {
      const moved = describeNotes(
        TUNE.map((n) => ({ ...n, pitch: n.pitch + by })),
        32,
      );
      for (const name of DESCRIPTION_NAMES) expect(moved[name]).toBeCloseTo(d[name], 12);
    }
  });
});

describe("description", () => {
  it("is all zero but the silence where there are no notes", () => {
    const { longestSilence: silence, ...others } = describeNotes([], 128);
    expect(silence).toBe(128);
    expect(Object.values(others)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it("takes intervals and repetitions within each voice, never across", () => {
    const two = describeNotes(
      [note(72, 0, 4, 0), note(48, 0, 4, 1), note(72, 4, 4, 0), note(50, 4, 4, 1)],
      16,
    );
    expect(two.repeatedNotes).toBe(0.5);
    expect(two.meanInterval).toBe(1);
    // Two onsets in common: one distance.
    expect(two.rhythmicVariety).toBe(0);
    expect(two.notesPerBar).toBe(4);
  });

  it("gives all twelve pitch classes in equal parts the largest entropy", () => {
    const scale = Array.from({ length: 12 }, (_, i) => note(60 + i, i, 1));
    expect(describeNotes(scale, 16).pitchClassEntropy).toBeCloseTo(Math.log2(12), 12);
  });

  it("stays within its bounds for any notes", () => {
    const anyNotes = fc.array(
      fc.record({
        pitch: fc.integer({ min: 0, max: 127 }),
        start: fc.integer({ min: 0, max: 120 }),
        duration: fc.integer({ min: 1, max: 8 }),
        voice: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(anyNotes, (notes) => {
        const d = describeNotes(notes, 128);
        expect(d.pitchClassEntropy).toBeGreaterThanOrEqual(0);
        expect(d.pitchClassEntropy).toBeLessThanOrEqual(Math.log2(12) + 1e-9);
        expect(d.repeatedNotes).toBeGreaterThanOrEqual(0);
        expect(d.repeatedNotes).toBeLessThanOrEqual(1);
        expect(Math.abs(d.tonalFit)).toBeLessThanOrEqual(1 + 1e-12);
        for (const name of DESCRIPTION_NAMES) expect(Number.isFinite(d[name])).toBe(true);
      }),
    );
  });
});

describe("the longest silence", () => {
  it.each([
    ["before the first note", [note(60, 20, 108)], 20],
    ["after the last", [note(60, 0, 100)], 28],
    ["between notes", [note(60, 0, 8), note(60, 40, 88)], 32],
    ["under a held voice is none", [note(60, 0, 128), note(72, 0, 1, 1)], 0],
  ])("%s", (_, notes, expected) => {
    expect(longestSilence(notes, 128)).toBe(expected);
  });
});

describe("tonal fit", () => {
  it("has the correlations between keys that Krumhansl & Kessler (1982) published", () => {
    const c = keyCorrelations(C_MAJOR);
    const published = [
      [c[0]!.major, 1],
      [c[5]!.major, 0.591],
      [c[7]!.major, 0.591],
      [c[6]!.major, -0.683],
      [c[9]!.minor, 0.651],
      [c[4]!.minor, 0.536],
      [c[0]!.minor, 0.511],
    ] as const;
    // The published profiles are rounded to two decimals, their correlations are from the full values.
    for (const [ours, theirs] of published) expect(Math.abs(ours - theirs)).toBeLessThan(0.0015);
    expect(keyCorrelations(C_MINOR)[0]!.minor).toBeCloseTo(1, 12);
  });

  it("has the value of a worked example (rnhart.net, Key-finding algorithm: C major −0.00009)", () => {
    const durations = [432, 231, 0, 405, 12, 316, 4, 126, 612, 0, 191, 1];
    expect(keyCorrelations(durations)[0]!.major.toFixed(5)).toBe("-0.00009");
  });

  it("is 1 for durations in the very proportions of a key, whichever key it is", () => {
    for (const tonic of [0, 2, 7]) {
      const notes = C_MINOR.map((value, pc) =>
        note(60 + ((pc + tonic) % 12), 0, Math.round(value * 100), pc),
      );
      expect(describeNotes(notes, 640).tonalFit).toBeCloseTo(1, 12);
    }
  });

  it("is higher for a scale of a key than for the chromatic scale", () => {
    const scale = (pitches: number[]) => pitches.map((pitch, i) => note(pitch, i * 2, 2));
    const major = describeNotes(scale([60, 62, 64, 65, 67, 69, 71, 72]), 16).tonalFit;
    const chromatic = describeNotes(scale([60, 61, 62, 63, 64, 65, 66, 67]), 16).tonalFit;
    expect(major).toBeGreaterThan(0.8);
    expect(chromatic).toBeLessThan(major);
    expect(
      describeNotes(scale([60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71]), 24).tonalFit,
    ).toBe(0);
  });
});
