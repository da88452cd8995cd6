import { describe, expect, it } from "vitest";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { indexCorpus, originality, trainingTexts } from "@/lib/generation/originality";
import { CLIP_STEPS } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";

/** Processor seconds of some work: the clock on the wall depends on who else is working. */
function seconds<T>(work: () => T): { value: T; seconds: number } {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds: (user + system) / 1e6 };
}

describe.skipIf(!corpusPresent("wikifonia"))("originality in the largest corpus", () => {
  it("of 50 clips takes under 5 s once the index is built", { timeout: 1_200_000 }, () => {
    const corpus = loadCorpus("wikifonia");
    const built = seconds(() => indexCorpus(trainingTexts(corpus)));
    const rng = namedStream(1, "cuts");
    // Half from the evaluation text, half cut from the training text: the longest matches there are.
    const clips = Array.from({ length: 50 }, (_, i) => {
      const text = i % 2 === 0 ? corpus.eval[0]! : trainingTexts(corpus)[0]!;
      const at = rng.int(0, text.length - CLIP_STEPS);
      return text.subarray(at, at + CLIP_STEPS);
    });
    const asked = seconds(() => clips.map((clip) => originality(built.value, clip)));
    process.stdout.write(
      `index of ${built.value.text.length} events built in ${built.seconds.toFixed(1)} s, 50 clips compared in ${asked.seconds.toFixed(2)} s of processor time\n`,
    );
    expect(asked.value.filter((found) => found.longestRun === CLIP_STEPS).length).toBeGreaterThan(
      24,
    );
    expect(asked.seconds).toBeLessThan(5);
  });
});
