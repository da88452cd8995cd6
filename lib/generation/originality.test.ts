import { describe, expect, it } from "vitest";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { melody } from "@/lib/encoding/melody";
import { indexCorpus, originality, trainingTexts } from "@/lib/generation/originality";
import { scramble } from "@/lib/generation/scrambled";
import { CLIP_STEPS } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";

/** A melody-like text in which motifs return, so that runs are found again. */
function motifs(seed: number, length: number): Uint16Array {
  const rng = namedStream(seed, "motifs");
  const bank = Array.from({ length: 30 }, () =>
    Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? rng.int(10, 26) : rng.pick([0, 0, 1]))),
  );
  return Uint16Array.from(Array.from({ length: length / 8 }, () => rng.pick(bank)).flat());
}

const text = motifs(1, 40_000);
const index = indexCorpus([text]);

describe("originality", () => {
  it("of a clip cut from the training text is 128 of 128, with its place", () => {
    for (const at of [0, 1234, text.length - CLIP_STEPS]) {
      const found = originality(index, text.subarray(at, at + CLIP_STEPS));
      expect(found).toEqual({
        longestRun: 128,
        share16: 1,
        share32: 1,
        share64: 1,
        nearestPlace: at,
      });
    }
  });

  it("counts runs and windows as worked out by hand", () => {
    // 40 events of the text, then 88 of a class that it does not have.
    const clip = [...text.subarray(500, 540), ...Array(88).fill(37)];
    const found = originality(index, clip);
    expect(found.longestRun).toBe(40);
    expect(text.subarray(found.nearestPlace!, found.nearestPlace! + 40)).toEqual(
      text.subarray(500, 540),
    );
    expect(found.share16).toBeCloseTo((40 - 16 + 1) / (128 - 16 + 1), 12);
    expect(found.share32).toBeCloseTo((40 - 32 + 1) / (128 - 32 + 1), 12);
    expect(found.share64).toBe(0);
  });

  it("of a clip with nothing from the text is nothing", () => {
    expect(originality(index, Array(128).fill(37))).toEqual({
      longestRun: 0,
      share16: 0,
      share32: 0,
      share64: 0,
      nearestPlace: null,
    });
  });

  it("does not run across the join of two pieces", () => {
    const [a, b] = [Uint16Array.from(Array(64).fill(3)), Uint16Array.from(Array(64).fill(4))];
    expect(originality(indexCorpus([a, b]), [...a, ...b]).longestRun).toBe(64);
  });

  it("of a clip shorter than a window has no such windows", () => {
    expect(originality(index, text.subarray(0, 20))).toMatchObject({
      longestRun: 20,
      share16: 1,
      share32: 0,
    });
  });
});

/** Longest runs of 200 scrambled versions of an excerpt. */
function scrambledRuns(events: Uint16Array, compare = index): number[] {
  const { notes } = melody.decode(events, CLIP_STEPS);
  return Array.from({ length: 200 }, (_, i) => {
    const made = scramble(notes, CLIP_STEPS, namedStream(i, "again"));
    return originality(compare, melody.encode(made, CLIP_STEPS)).longestRun;
  }).sort((a, b) => a - b);
}

describe("a scrambled clip", () => {
  it("is far less of the text than the excerpt, and at most the 95th percentile of 200 others", () => {
    const excerpt = text.subarray(800, 800 + CLIP_STEPS);
    const runs = scrambledRuns(excerpt);
    const { notes } = melody.decode(excerpt, CLIP_STEPS);
    const one = scramble(notes, CLIP_STEPS, namedStream(1, "scrambled", "item"));
    const { longestRun } = originality(index, melody.encode(one, CLIP_STEPS));
    expect(longestRun).toBeLessThanOrEqual(runs[189]!);
    expect(runs[199]).toBeLessThan(32);
  });
});

describe.skipIf(!corpusPresent("bach"))("in the whole of Bach", () => {
  it("cut clips are 128 of 128, scrambled ones within the 95th percentile of 200 re-scrambles", () => {
    const bach = trainingTexts(loadCorpus("bach"));
    const whole = indexCorpus(bach);
    const excerpt = bach[0]!.subarray(100_000, 100_000 + CLIP_STEPS);
    expect(originality(whole, excerpt)).toMatchObject({ longestRun: 128, share64: 1 });
    const runs = scrambledRuns(excerpt, whole);
    const { notes } = melody.decode(excerpt, CLIP_STEPS);
    const one = scramble(notes, CLIP_STEPS, namedStream(7, "scrambled", "bach-100000"));
    const { longestRun } = originality(whole, melody.encode(one, CLIP_STEPS));
    expect(longestRun).toBeLessThanOrEqual(runs[189]!);
  });
});
