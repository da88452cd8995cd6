import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { restoreModel, weightTensors } from "@/lib/models/checkpoint";
import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import { fromHalf, toHalf } from "@/lib/models/half-precision";
import { splitWeights, storedPrecision } from "@/lib/models/stored-weights";
import { buildModel } from "@/lib/models/tensorflow/build-model";

/** Weights that half precision holds exactly, and a vector far beyond its range. */
function stored(model: tf.LayersModel) {
  const tensors = weightTensors(model).map((t) => ({ ...t, dtype: storedPrecision(t.shape) }));
  const arrays = tensors.map(({ shape, dtype }, index) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const scale = dtype === "float32" ? 100_000 : 1 / 64;
    return Float32Array.from({ length }, (_, i) => ((i + index) % 97) * scale);
  });
  const parts = arrays.map((array, i) =>
    tensors[i]!.dtype === "float16" ? toHalf(array) : new Uint8Array(array.buffer),
  );
  // One byte in front shifts the view: what a file read into a shared buffer looks like.
  const bytes = Buffer.concat([Buffer.from([0]), ...parts]).subarray(1);
  const weights = {
    dtype: "float16",
    sha256: "0".repeat(64),
    bytes: bytes.length,
    tensors,
  } as const;
  const meta = { model: "CNN_Naive", classes: 38, window: 64, settings: {}, weights };
  return { arrays, bytes, meta: meta as unknown as CheckpointMeta };
}

let model: tf.LayersModel;
beforeAll(async () => {
  await tf.setBackend("cpu");
  model = buildModel("CNN_Naive", 38, 1);
});
afterAll(() => model.dispose());

test("every tensor comes back in its stored precision, from any view of the bytes", () => {
  const { arrays, bytes, meta } = stored(model);
  expect(splitWeights(meta, bytes)).toEqual(arrays);
});

test("a restored model holds the stored weights", async () => {
  const { arrays, bytes, meta } = stored(model);
  const restored = restoreModel(meta, bytes);
  const values = await Promise.all(restored.getWeights().map((weight) => weight.data()));
  expect(values.map((value) => Array.from(value))).toEqual(arrays.map((a) => Array.from(a)));
  restored.dispose();
});

test("a weights file of another length, or of another architecture, is refused", () => {
  const { bytes, meta } = stored(model);
  expect(() => splitWeights(meta, bytes.subarray(2))).toThrow(/expected \d+ bytes, got \d+/);
  expect(() => restoreModel({ ...meta, model: "CNN_a" }, bytes)).toThrow(/not those of this arch/);
});

test("half precision: exact where it can be, refused where it can't", () => {
  const exact = Float32Array.from([0, 1, -0.5, 65504, 2 ** -14]);
  expect(fromHalf(toHalf(exact))).toEqual(exact);
  expect(() => toHalf(Float32Array.from([1, 70_000]))).toThrow(/at most 65504, got 70000 at 1/);
  expect(() => toHalf(Float32Array.from([Number.NaN]))).toThrow(/got NaN/);
});
