import { describe, expect, it } from "vitest";
import type { LoadedCorpus } from "@/lib/datasets/load";
import type { Progress } from "@/lib/shared/progress";
import { namedStream } from "@/lib/shared/rng";
import { baselinesSchema, bestOrder, computeBaselines } from "@/lib/training/baselines";

/** A text in which an event follows from the two before it, but for one in ten. */
function secondOrder(length: number, name: string): Uint16Array {
  const rng = namedStream(1, name);
  const text = new Uint16Array(length);
  for (let i = 2; i < length; i++) {
    const follows = (text[i - 1]! + (text[i - 2]! > 1 ? 1 : 2)) % 4;
    text[i] = rng.float() < 0.9 ? follows : rng.int(0, 3);
  }
  return text;
}

const corpus: LoadedCorpus = {
  id: "source",
  encoding: "melody",
  classes: 4,
  digest: "0".repeat(64),
  train: [secondOrder(6000, "train")],
  validation: [secondOrder(1500, "validation")],
  eval: [secondOrder(1500, "eval")],
};

describe("baselines", () => {
  it("prefer the order of the source", () => {
    expect(bestOrder(corpus)).toBe(3);
  });

  it("stand in their order, near the source's entropy, and fit the artifact's schema", () => {
    const told: Progress[] = [];
    const settings = { passes: 2, batch: 128, rate: 1e-2, seed: 1 };
    const baselines = computeBaselines(corpus, (progress) => void told.push(progress), settings);
    baselinesSchema.parse(JSON.parse(JSON.stringify(baselines)));
    const loss = (row: { heldOut: { loss: number } }) => row.heldOut.loss;
    expect(loss(baselines.unigram)).toBeGreaterThan(loss(baselines.bigram));
    expect(baselines.ngram.order).toBe(3);
    // The right class has 0.925, the others 0.025 each: entropy 0.349 nats.
    expect(loss(baselines.ngram)).toBeCloseTo(0.349, 1);
    expect(loss(baselines.linear)).toBeLessThan(loss(baselines.unigram));
    expect(baselines.unigram.heldOut.count).toBe(1500 - 64);
    expect(told.at(-1)).toEqual({ stage: "linear softmax", done: 2, total: 2 });
  });
});
