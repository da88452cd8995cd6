import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { oneHotWindows } from "@/lib/datasets/windows";
import {
  ARCHITECTURES_FILE,
  architectureEntry,
  architecturesSchema,
  TASKS,
} from "@/lib/models/architecture-artifact";
import { readArtifact } from "@/lib/models/artifact-files";
import { chooseBackend } from "@/lib/models/backend";
import { isModelId, MODEL_IDS, WINDOW } from "@/lib/models/model-ids";
import { buildModel, logitsModel } from "@/lib/models/tensorflow/build-model";
import { summarise } from "@/tests/fixtures/models/summarise-model";

/** Total parameters, moving statistics included, for 38 and 259 classes. */
const PARAMETERS: Record<string, [number, number]> = {
  CNN_a: [1_394_958, 2_215_531],
  CNN_b: [176_750, 997_323],
  CNN_c: [1_156_398, 1_184_907],
  CNN_Naive: [40_110, 68_619],
  CNN_Naive_Large: [177_485, 316_715],
  resNet20_Naive: [534_262, 619_347],
  resNet20_LocalConv: [12_408_566, 12_642_163],
  LSTM: [1_147_942, 1_713_923],
};

const { architectures } = readArtifact(ARCHITECTURES_FILE, architecturesSchema)!;

beforeAll(async () => {
  await chooseBackend("cpu");
});

describe("the eight models", () => {
  const cases = MODEL_IDS.flatMap((id) =>
    [38, 259].map((classes, index) => ({ id, classes, parameters: PARAMETERS[id]![index]! })),
  );

  // Layers stale? Run `study table --write` and commit artifacts/architectures.json.
  it.each(cases)("$id with $classes classes has $parameters parameters, as committed", (c) => {
    const model = buildModel(c.id, c.classes);
    expect(model.countParams()).toBe(c.parameters);
    expect(model.inputs[0]!.shape).toEqual([null, WINDOW, c.classes]);
    expect(model.outputs[0]!.shape).toEqual([null, c.classes]);
    const committed = architectures.find((a) => a.model === c.id && a.classes === c.classes)!;
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(committed.layers.toSorted(byName)).toEqual(summarise(model).sort(byName));
    const task = TASKS.find(({ classes }) => classes === c.classes)!;
    expect(architectureEntry(c.id, task)).toEqual(committed);
    expect(committed.parameters).toBe(c.parameters);
    model.dispose();
  });

  it("do the work of the design: GFLOP of a training step (3 × forward) at batch 512", () => {
    const step = (id: string) => {
      const { operations } = architectures.find((a) => a.model === id && a.classes === 38)!;
      return (3 * 512 * operations) / 1e9;
    };
    expect(step("CNN_a")).toBeCloseTo(4.3, 1);
    expect(step("CNN_Naive_Large")).toBeCloseTo(21.3, 1);
    expect(step("resNet20_Naive")).toBeCloseTo(35.75, 1);
    expect(step("resNet20_LocalConv")).toBeCloseTo(51.0, 1);
    expect(step("LSTM")).toBeCloseTo(221.5, 1);
  });

  it("give the same first weights for the same seed, others for another", async () => {
    for (const id of ["CNN_a", "resNet20_Naive"]) {
      const [a, b, c] = [1, 1, 2].map((seed) => buildModel(id, 5, seed));
      const first = (m: tf.LayersModel | undefined) => m!.getWeights()[0]!.data();
      expect([...(await first(a))]).toEqual([...(await first(b))]);
      expect([...(await first(a))]).not.toEqual([...(await first(c))]);
      for (const model of [a, b, c]) model!.dispose();
    }
  });

  it("start as the authors' where asked, with the same layers and parameters", async () => {
    const largest = (values: ArrayLike<number>) =>
      Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const authors = buildModel("resNet20_LocalConv", 5, 1, WINDOW, "authors");
    const study = buildModel("resNet20_LocalConv", 5, 1);
    expect(summarise(authors)).toEqual(summarise(study));
    const kernel = (model: tf.LayersModel, layer: string) =>
      model.getLayer(layer).getWeights()[0]!.data();
    expect(largest(await kernel(study, "stage1_block1_b"))).toBe(0);
    // He's rule over 32 positions of 16 · 16 inputs, cut at two deviations.
    const widest = 2 * Math.sqrt(2 / (32 * 16 * 16));
    expect(largest(await kernel(authors, "stage1_block1_b")) / widest).toBeCloseTo(1, 2);
    const head = Math.sqrt(6 / (17 * (16 * 64 + 32)));
    expect(largest(await kernel(authors, "head")) / head).toBeCloseTo(1, 2);
    const penalties = (model: tf.LayersModel) =>
      (model as unknown as { calculateLosses(): tf.Scalar[] }).calculateLosses().length;
    expect(penalties(study) - penalties(authors)).toBe(1);
    for (const model of [authors, study]) model.dispose();
  });

  it("have a softmax over their own logits", async () => {
    const model = buildModel("CNN_Naive", 38, 4);
    const events = Uint16Array.from({ length: WINDOW }, (_, i) => i % 38);
    const batch = { size: 1, windows: events, labels: new Uint16Array(1) };
    const x = tf.tensor3d(oneHotWindows(batch, WINDOW, 38), [1, WINDOW, 38]);
    const probabilities = model.predict(x) as tf.Tensor;
    const logits = logitsModel(model).predict(x) as tf.Tensor;
    const expected = await tf.softmax(logits).data();
    const got = (await probabilities.data()) as Float32Array;
    expect(got.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    got.forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i]!, 6);
    });
  });

  it("leave no tensor behind when disposed", () => {
    const before = tf.memory().numTensors;
    for (const id of ["CNN_a", "resNet20_Naive"]) buildModel(id, 4).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuse an unknown id", () => {
    expect(() => buildModel("GRU", 38)).toThrow(/expected one of CNN_a, .*LSTM, got "GRU"/);
    expect(isModelId("GRU")).toBe(false);
    expect(isModelId("LSTM")).toBe(true);
  });
});
