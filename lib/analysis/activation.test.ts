import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type ActivationSettings, maximiseOutputs, windowPenalty } from "@/lib/analysis/activation";
import { binarised, convergence } from "@/lib/analysis/activation-measures";
import { bestWindows } from "@/lib/analysis/best-windows";
import { consecutiveWindows, windowPlaces } from "@/lib/datasets/windows";
import { chooseBackend } from "@/lib/models/backend";
import { buildModel, logitsModel } from "@/lib/models/tensorflow/build-model";
import { namedStream } from "@/lib/shared/rng";

const [WINDOW, CLASSES] = [32, 4];
const settings: ActivationSettings = {
  steps: 12,
  rate: 0.2,
  l2: 0.05,
  totalVariation: 0.02,
  constraint: "none",
  start: 0,
  seed: 3,
};

let model: tf.LayersModel;
beforeAll(async () => {
  await chooseBackend("cpu");
  model = buildModel("CNN_b", CLASSES, 1, WINDOW);
});

/** The objective by loops over plain numbers, but for the network itself. */
function objectiveOf(input: Float32Array, output: number): number {
  const x = tf.tensor3d(input, [1, WINDOW, CLASSES]);
  const logits = (logitsModel(model).apply(x, { training: false }) as tf.Tensor).dataSync();
  let [size, change] = [0, 0];
  for (let step = 0; step < WINDOW; step++) {
    for (let c = 0; c < CLASSES; c++) {
      const value = input[step * CLASSES + c]!;
      size += value * value;
      if (step > 0) change += (value - input[(step - 1) * CLASSES + c]!) ** 2;
    }
  }
  const { l2, totalVariation } = settings;
  return logits[output]! - (l2 * size + totalVariation * change) / WINDOW;
}

const oneHot = (window: ArrayLike<number>) => {
  const x = new Float32Array(WINDOW * CLASSES);
  for (let i = 0; i < WINDOW; i++) x[i * CLASSES + window[i]!] = 1;
  return x;
};

describe("maximised inputs", () => {
  it("end where the objective says, after rising, above what they began with", async () => {
    const found = await maximiseOutputs(model, [0, 2, 3], settings);
    expect(found.map(({ output }) => output)).toEqual([0, 2, 3]);
    for (const { input, output, objective, logit } of found) {
      expect(objective).toHaveLength(settings.steps + 1);
      expect(objective.at(-1)!).toBeCloseTo(objectiveOf(input, output), 4);
      expect(convergence(objective).rising).toBe(true);
      expect(logit).toBeGreaterThan(objective[0]!);
    }
  });

  it("do not depend on which others are sought beside them, and come out the same again", async () => {
    const [alone] = await maximiseOutputs(model, [2], settings);
    const [, beside] = await maximiseOutputs(model, [1, 2], settings);
    const [again] = await maximiseOutputs(model, [2], settings);
    expect(again!.input).toEqual(alone!.input);
    beside!.input.forEach((value, i) => {
      expect(value).toBeCloseTo(alone!.input[i]!, 4);
    });
  });

  it("can be held to a distribution in every step", async () => {
    const [found] = await maximiseOutputs(model, [1], { ...settings, constraint: "distribution" });
    for (let step = 0; step < WINDOW; step++) {
      const row = found!.input.subarray(step * CLASSES, (step + 1) * CLASSES);
      expect(row.every((value) => value >= 0)).toBe(true);
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    }
  });

  it("leave no tensor behind", async () => {
    await maximiseOutputs(model, [1], { ...settings, steps: 2 });
    const before = tf.memory().numTensors;
    await maximiseOutputs(model, [1], { ...settings, steps: 2 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuse a class that the model lacks", async () => {
    await expect(maximiseOutputs(model, [4], settings)).rejects.toThrow(/from 0 to 3, got 4/);
    await expect(maximiseOutputs(model, [], settings)).rejects.toThrow(/got none/);
  });
});

describe("corpus windows", () => {
  const rng = namedStream(1, "windows");
  const text = Uint16Array.from({ length: 120 }, () => rng.int(0, CLASSES - 1));

  it("are penalised as their one-hot inputs", () => {
    const window = text.subarray(0, WINDOW);
    const logit = (
      logitsModel(model).apply(tf.tensor3d(oneHot(window), [1, WINDOW, CLASSES]), {
        training: false,
      }) as tf.Tensor
    ).dataSync()[1]!;
    expect(logit - windowPenalty(window, settings)).toBeCloseTo(objectiveOf(oneHot(window), 1), 5);
  });

  it("are searched for the best one of each output", async () => {
    const layout = { ...consecutiveWindows(), size: 4 };
    const scores = {
      window: 4,
      classes: CLASSES,
      // The output of a class is how often the window holds it.
      logits: async (windows: Uint16Array, batch: number) =>
        Float32Array.from({ length: batch * CLASSES }, (_, i) => {
          const row = Math.floor(i / CLASSES);
          return windows.subarray(row * 4, row * 4 + 4).filter((c) => c === i % CLASSES).length;
        }),
    };
    const one = Uint16Array.from([0, 0, 1, 2, 3, 3, 3, 1, 1, 0, 2, 2, 0]);
    const places = windowPlaces([one], layout);
    const best = await bestWindows(scores, [one], places, layout, { l2: 0, totalVariation: 0 });
    expect(best.map(({ logit, start }) => [logit, start])).toEqual([
      [2, 0],
      [2, 5],
      [2, 8],
      [3, 3],
    ]);
  });
});

describe("measures of an input", () => {
  it("tell two values from many", () => {
    expect(binarised([0, 1, 1, 0, 1]).separation).toBeCloseTo(1, 12);
    expect(binarised([0, 1, 1, 0, 1]).nearEnds).toBe(1);
    expect(binarised([2, 2, 2])).toEqual({ separation: 1, nearEnds: 1 });
    const even = Array.from({ length: 1001 }, (_, i) => i / 1000);
    expect(binarised(even).separation).toBeCloseTo(0.75, 3);
    expect(binarised(even).nearEnds).toBeCloseTo(0.1, 2);
  });

  it("notice an objective that falls at the end", () => {
    const rising = Array.from({ length: 100 }, (_, i) => i);
    expect(convergence(rising)).toMatchObject({ rising: true });
    expect(convergence(rising).tenths[9]).toBe(94.5);
    expect(convergence([...rising.slice(0, 90), ...new Array(10).fill(50)]).rising).toBe(false);
  });
});
