import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { KernelDraw } from "@/lib/models/architecture";
import { chooseBackend } from "@/lib/models/backend";
import { LocallyConnected1D } from "@/lib/models/tensorflow/locally-connected-1d";
import golden from "@/tests/golden/models/layers.json";
import { fixedTensor } from "@/tests/oracle/models/golden-layers";

beforeAll(async () => {
  await chooseBackend("cpu");
});

const tensor = (name: string, shape: number[]) =>
  tf.tensor(Float32Array.from(fixedTensor(name, shape).values), shape);

describe("LocallyConnected1D", () => {
  // Keras 2: LocallyConnected1D(5, 4, implementation=1), weights set to fixed numbers.
  it("gives the golden values without padding", async () => {
    const layer = new LocallyConnected1D({ filters: 5, kernelSize: 4 });
    layer.build([null, 10, 3]);
    layer.setWeights([tensor("k1", [7, 12, 5]), tensor("b1", [7, 5])]);
    const y = layer.apply(tensor("ten", [1, 10, 3])) as tf.Tensor3D;
    const rows = (await y.array())[0]!;
    rows.forEach((row, p) => {
      row.forEach((v, f) => {
        expect(v).toBeCloseTo(golden["local 4, valid"][p]![f]!, 5);
      });
    });
  });

  // Keras 2: ZeroPadding1D((2, 1)), then LocallyConnected1D(5, 4, implementation=1).
  it("gives the golden values with padding, for every example of a batch", async () => {
    const layer = new LocallyConnected1D({ filters: 5, kernelSize: 4, padding: [2, 1] });
    layer.build([null, 10, 3]);
    layer.setWeights([tensor("k2", [10, 12, 5]), tensor("b2", [10, 5])]);
    const x = tf.tile(tensor("ten", [1, 10, 3]), [3, 1, 1]);
    const all = await (layer.apply(x) as tf.Tensor3D).array();
    for (const rows of all) {
      rows.forEach((row, p) => {
        row.forEach((v, f) => {
          expect(v).toBeCloseTo(golden["local 4, padding 2 + 1"][p]![f]!, 5);
        });
      });
    }
  });

  it("comes back from its config, alone and inside a model", async () => {
    const config = { name: "l", filters: 5, kernelSize: 4, padding: [2, 1] as const, seed: 3 };
    const layer = new LocallyConnected1D(config);
    const again = new LocallyConnected1D(layer.getConfig() as never);
    expect(again.getConfig()).toEqual(layer.getConfig());
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [10, 3] }), layer, tf.layers.flatten()],
    });
    const json = model.toJSON(undefined, false) as unknown as tf.io.ModelJSON["modelTopology"];
    const loaded = await tf.models.modelFromJSON(json as never);
    loaded.setWeights(model.getWeights());
    const x = tensor("ten", [1, 10, 3]);
    const [a, b] = [model.predict(x), loaded.predict(x)] as [tf.Tensor, tf.Tensor];
    expect([...(await b.data())]).toEqual([...(await a.data())]);
  });

  it("names bad shapes", () => {
    const layer = new LocallyConnected1D({ filters: 1, kernelSize: 12 });
    expect(() => layer.computeOutputShape([null, 10, 3])).toThrow(/at least 12 steps .* got 10/);
    expect(() => layer.computeOutputShape([null, 10])).toThrow(
      /expected \[batch, length, channels\]/,
    );
  });

  it("draws first kernels with the bound of one position, the same for the same seed", async () => {
    const build = (seed: number) => {
      const layer = new LocallyConnected1D({ filters: 16, kernelSize: 8, seed });
      layer.build([null, 32, 16]);
      return layer.getWeights()[0]!.data() as Promise<Float32Array>;
    };
    const [a, b, c] = [await build(1), await build(1), await build(2)];
    expect([...a]).toEqual([...b]);
    expect([...a]).not.toEqual([...c]);
    const bound = Math.sqrt(6 / (8 * 16 + 8 * 16));
    const largest = a.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    expect(largest).toBeLessThanOrEqual(bound * 1.000001);
    expect(largest).toBeGreaterThan(bound * 0.999);
    const variance = a.reduce((s, v) => s + v * v, 0) / a.length;
    expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 1);
  });

  it("draws over the whole kernel where asked: Glorot's bound, He's deviation, or zeros", async () => {
    const build = (draw: KernelDraw) => {
      const layer = new LocallyConnected1D({ filters: 16, kernelSize: 8, seed: 1, draw });
      layer.build([null, 32, 16]);
      return layer.getWeights()[0]!.data() as Promise<Float32Array>;
    };
    const positions = 25;
    const largest = (values: Float32Array) => values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    const bound = Math.sqrt(6 / (positions * (8 * 16 + 16)));
    const glorot = largest(await build("glorot"));
    expect(glorot / bound).toBeGreaterThan(0.999);
    expect(glorot / bound).toBeLessThanOrEqual(1.000001);
    // A normal cut at two deviations has 0.774 of its variance (and Keras 2.2.2 leaves it so).
    const he = await build("he");
    const variance = he.reduce((s, v) => s + v * v, 0) / he.length;
    expect(variance / (2 / (positions * 8 * 16))).toBeCloseTo(0.774, 1);
    expect(largest(await build("zeros"))).toBe(0);
  });

  it("leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    const layer = new LocallyConnected1D({ filters: 5, kernelSize: 4 });
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [10, 3] }), layer],
    });
    expect(tf.memory().numTensors).toBe(before + 2);
    const x = tensor("ten", [1, 10, 3]);
    (model.predict(x) as tf.Tensor).dispose();
    expect(tf.memory().numTensors).toBe(before + 3);
    model.dispose();
    x.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
