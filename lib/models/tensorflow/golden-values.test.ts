import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { oneHotWindows } from "@/lib/datasets/windows";
import { chooseBackend } from "@/lib/models/backend";
import { buildModel, logitsModel } from "@/lib/models/tensorflow/build-model";
import { backendsHere } from "@/tests/fixtures/models/present-backends";
import { setFixedWeights } from "@/tests/fixtures/models/set-fixed-weights";
import golden from "@/tests/golden/models/forward.json";
import goldenLayers from "@/tests/golden/models/layers.json";
import { goldenRow } from "@/tests/oracle/models/golden-forward";
import {
  fixedTensor,
  fixedVariance,
  goldenLayers as recompute,
} from "@/tests/oracle/models/golden-layers";

const backends = await backendsHere();

const tensor = (name: string, shape: number[]) =>
  tf.tensor(Float32Array.from(fixedTensor(name, shape).values), shape);

const flat = (rows: number[][]) => rows.flat();

async function expectClose(got: tf.Tensor, expected: number[], tolerance: number): Promise<void> {
  const values = await got.data();
  expect(values.length).toBe(expected.length);
  values.forEach((v, i) => {
    expect(Math.abs(v - expected[i]!)).toBeLessThan(tolerance);
  });
}

describe("golden files", () => {
  it("hold what their script computes", () => {
    expect(recompute()).toEqual(goldenLayers);
    for (const id of ["CNN_Naive", "CNN_c"]) {
      expect(goldenRow(id, 38)).toEqual(golden.find((row) => row.model === id));
    }
  });
});

describe.each(backends)("on $backend", ({ backend, present }) => {
  beforeAll(async () => {
    if (present) await chooseBackend(backend);
  });

  // Keras: the layers named in tests/oracle/models/float64-layers.ts, in the order of
  // float64-architectures.ts, weights set to fixed numbers, model.predict.
  it.skipIf(!present).each(golden)("$model gives the golden values", async (row) => {
    const model = buildModel(row.model, row.classes);
    setFixedWeights(model);
    const batch = {
      size: 2,
      windows: Uint16Array.from(flat(row.windows)),
      labels: new Uint16Array(2),
    };
    const x = tf.tensor3d(oneHotWindows(batch, 64, row.classes), [2, 64, row.classes]);
    await expectClose(logitsModel(model).predict(x) as tf.Tensor, flat(row.logits), 2e-5);
    const probabilities = model.predict(x) as tf.Tensor;
    await expectClose(tf.max(probabilities, 1), row.largest, 2e-6);
    model.dispose();
  });

  // Keras: Conv1D(5, 4, strides, padding="same").
  it.skipIf(!present)("same padding puts the larger half behind, for strides 1 and 2", async () => {
    const run = (input: string, length: number, strides: number) => {
      const layer = tf.layers.conv1d({ filters: 5, kernelSize: 4, strides, padding: "same" });
      layer.build([null, length, 3]);
      layer.setWeights([tensor("k3", [4, 3, 5]), tensor("b3", [5])]);
      return layer.apply(tensor(input, [1, length, 3])) as tf.Tensor;
    };
    await expectClose(run("ten", 10, 1), flat(goldenLayers["conv 4, same, stride 1"]), 1e-5);
    await expectClose(
      run("ten", 10, 2),
      flat(goldenLayers["conv 4, same, stride 2, even length"]),
      1e-5,
    );
    await expectClose(
      run("nine", 9, 2),
      flat(goldenLayers["conv 4, same, stride 2, odd length"]),
      1e-5,
    );
  });

  // Keras: BatchNormalization(momentum=0.99, epsilon=1e-3)(x, training=False).
  it.skipIf(!present)("batch normalisation uses stored statistics and epsilon 1e-3", async () => {
    const layer = tf.layers.batchNormalization({});
    layer.build([null, 10, 3]);
    const variance = Float32Array.from(fixedVariance("v", 3).values);
    layer.setWeights([tensor("g", [3]), tensor("b", [3]), tensor("m", [3]), tf.tensor1d(variance)]);
    const y = layer.apply(tensor("ten", [1, 10, 3])) as tf.Tensor;
    await expectClose(y, flat(goldenLayers["batch normalisation"]), 1e-5);
    expect(layer.getConfig()).toMatchObject({ momentum: 0.99, epsilon: 1e-3 });
  });

  // Keras: AveragePooling1D(4, strides=4), MaxPooling1D(2, strides=2), GlobalMaxPooling1D().
  it.skipIf(!present)("pooling drops an incomplete last window", async () => {
    const average = tf.layers.averagePooling1d({ poolSize: 4, strides: 4 });
    const largest = tf.layers.maxPooling1d({ poolSize: 2, strides: 2 });
    const ten = tensor("ten", [1, 10, 3]);
    await expectClose(
      average.apply(ten) as tf.Tensor,
      flat(goldenLayers["average pooling 4"]),
      1e-5,
    );
    const y = largest.apply(tensor("nine", [1, 9, 3])) as tf.Tensor;
    await expectClose(y, flat(goldenLayers["max pooling 2"]), 1e-5);
    const global = tf.layers.globalMaxPooling1d({}).apply(ten) as tf.Tensor;
    await expectClose(global, flat(goldenLayers["global max pooling"]), 1e-5);
  });
});

describe("batch normalisation while training", () => {
  // Keras: the same layer called with training=True: batch statistics, momentum 0.99.
  it("uses the batch's own statistics and moves the stored ones by a hundredth", async () => {
    await chooseBackend("cpu");
    const layer = tf.layers.batchNormalization({});
    const x = tf.tensor3d([1, 2, 3, 4, 5, 9], [2, 3, 1]);
    const y = layer.apply(x, { training: true }) as tf.Tensor;
    const [mean, variance] = [4, (9 + 4 + 1 + 0 + 1 + 25) / 6];
    const expected = [1, 2, 3, 4, 5, 9].map((v) => (v - mean) / Math.sqrt(variance + 1e-3));
    await expectClose(y, expected, 1e-5);
    const [, , movingMean, movingVariance] = layer.getWeights() as tf.Tensor[];
    expect((await movingMean!.data())[0]).toBeCloseTo(0.01 * mean, 5);
    expect((await movingVariance!.data())[0]).toBeGreaterThan(0.99 + 0.009 * variance);
  });
});
