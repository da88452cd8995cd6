import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scramble } from "@/lib/generation/scrambled";
import { CLIP_STEPS, checkNotes, type Note } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";

/** One voice from end to end with rests, within a clip. */
const anyVoice = (voice: number) =>
  fc
    .array(
      fc.record({
        rest: fc.integer({ min: 0, max: 6 }),
        duration: fc.integer({ min: 1, max: 12 }),
        pitch: fc.integer({ min: 40, max: 80 }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((parts) => {
      const notes: Note[] = [];
      let at = 0;
      for (const { rest, duration, pitch } of parts) {
        const start = at + rest;
        at = start + duration;
        if (at <= CLIP_STEPS) notes.push({ pitch, start, duration, voice });
      }
      return notes;
    })
    .filter((notes) => notes.length > 0);

const anyClip = fc
  .tuple(anyVoice(0), anyVoice(1))
  .map(([top, low]) => [...top, ...low.map((n) => ({ ...n, pitch: n.pitch - 20 }))]);
const seeds = fc.integer({ min: 0, max: 1e6 });

const voice = (notes: readonly Note[], v: number) =>
  notes.filter((n) => n.voice === v).sort((a, b) => a.start - b.start);
const pitches = (notes: readonly Note[]) => notes.map((n) => n.pitch);
const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
const distances = (notes: readonly Note[]) =>
  notes.map((n, i) => (notes[i + 1]?.start ?? CLIP_STEPS) - n.start);

describe("the scrambled anchor", () => {
  it("keeps per voice the onsets' number, first place, distances, lengths and range", () => {
    fc.assert(
      fc.property(anyClip, seeds, (notes, seed) => {
        const made = scramble(notes, CLIP_STEPS, namedStream(seed));
        expect(made).toHaveLength(notes.length);
        checkNotes(made, CLIP_STEPS);
        for (const v of [0, 1]) {
          const [before, after] = [voice(notes, v), voice(made, v)];
          expect(after).toHaveLength(before.length);
          expect(after[0]!.start).toBe(before[0]!.start);
          expect(sorted(distances(after))).toEqual(sorted(distances(before)));
          expect(sorted(after.map((n) => n.duration))).toEqual(
            sorted(before.map((n) => n.duration)),
          );
          expect(Math.min(...pitches(after))).toBeGreaterThanOrEqual(Math.min(...pitches(before)));
          expect(Math.max(...pitches(after))).toBeLessThanOrEqual(Math.max(...pitches(before)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the whole rhythm when only pitches are scrambled", () => {
    fc.assert(
      fc.property(anyClip, seeds, (notes, seed) => {
        const made = scramble(notes, CLIP_STEPS, namedStream(seed), "pitch only");
        for (const v of [0, 1]) {
          const rhythm = (line: Note[]) => line.map((n) => [n.start, n.duration]);
          expect(rhythm(voice(made, v))).toEqual(rhythm(voice(notes, v)));
        }
      }),
    );
  });

  const scale = Array.from({ length: 32 }, (_, i) => ({
    pitch: 60 + (i % 13),
    start: i * 4 + (i % 2),
    duration: i % 2 ? 3 : 4,
    voice: 0,
  }));

  it("follows from the stream it is given, and leaves the notes alone", () => {
    const before = structuredClone(scale);
    const one = scramble(scale, CLIP_STEPS, namedStream(1));
    expect(scramble(scale, CLIP_STEPS, namedStream(1))).toEqual(one);
    expect(scramble(scale, CLIP_STEPS, namedStream(2))).not.toEqual(one);
    expect(scale).toEqual(before);
    expect(one.map((n) => n.start)).not.toEqual(scale.map((n) => n.start));
  });

  it("draws pitches evenly over the range, both ends included", () => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 400; seed++) {
      for (const { pitch } of scramble(scale, CLIP_STEPS, namedStream(seed)))
        counts.set(pitch, (counts.get(pitch) ?? 0) + 1);
    }
    expect(sorted([...counts.keys()])).toEqual(Array.from({ length: 13 }, (_, i) => 60 + i));
    // 985 expected with a standard deviation of 30.
    for (const count of counts.values()) expect(Math.abs(count - 985)).toBeLessThan(150);
  });

  it("of one note is one note", () => {
    const only = [{ pitch: 60, start: 3, duration: 100, voice: 0 }];
    expect(scramble(only, CLIP_STEPS, namedStream(1))).toEqual(only);
  });
});
