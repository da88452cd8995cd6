import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Batch, consecutiveWindows, windowPlaces } from "@/lib/datasets/windows";
import { chooseBackend } from "@/lib/models/backend";
import { evaluate, together } from "@/lib/training/evaluate";
import { gradientsOf, lossOf, network, readWeights, writeWeights } from "@/lib/training/network";
import { softmaxOutput } from "@/tests/fixtures/models/softmax-output";

beforeAll(async () => {
  await chooseBackend("cpu");
});

const SHAPE = { window: 4, classes: 3, seed: 1 };

/** Windows of four events through one dense layer, with or without an L2 penalty of 0.01. */
function flatModel(l2: boolean): tf.LayersModel {
  const input = tf.input({ shape: [4, 3], name: "window" });
  const convolution = tf.layers.conv1d({
    name: "conv",
    filters: 2,
    kernelSize: 4,
    kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
    kernelRegularizer: l2 ? tf.regularizers.l2({ l2: 0.01 }) : undefined,
  });
  const flat = tf.layers.flatten({ name: "flat" }).apply(convolution.apply(input));
  return softmaxOutput(input, flat as tf.SymbolicTensor, SHAPE);
}

const batch: Batch = {
  size: 2,
  windows: Uint16Array.from([0, 1, 2, 0, 1, 1, 0, 2]),
  labels: Uint16Array.from([2, 0]),
};

/** Mean cross-entropy in float64 from a model's own probabilities. */
async function crossEntropyOf(model: tf.LayersModel): Promise<number> {
  const x = tf.gather(tf.eye(3), tf.tensor1d(Int32Array.from(batch.windows), "int32"));
  const p = (await (model.predict(tf.reshape(x, [2, 4, 3])) as tf.Tensor2D).array()) as number[][];
  return -(Math.log(p[0]![2]!) + Math.log(p[1]![0]!)) / 2;
}

describe("loss and gradients of a batch", () => {
  it("are the mean cross-entropy in nats and its slope along every weight", async () => {
    const net = network(flatModel(false));
    const { loss, gradients } = await gradientsOf(net, batch);
    expect(loss).toBeCloseTo(await crossEntropyOf(net.model), 6);
    const weights = await readWeights(net.trainable);
    for (const [index, gradient] of gradients.entries()) {
      const at = gradient.length - 1;
      const shifted = async (by: number) => {
        const changed = weights.map((w) => w.slice());
        changed[index]![at]! += by;
        writeWeights(net.trainable, changed);
        return (await lossOf(net, batch)).sum / batch.size;
      };
      const slope = ((await shifted(1e-2)) - (await shifted(-1e-2))) / 2e-2;
      expect(gradient[at]).toBeCloseTo(slope, 3);
      writeWeights(net.trainable, weights);
    }
  });

  it("report the loss without the L2 penalty, whose gradient 2 · λ · w is in", async () => {
    const [plain, regular] = [network(flatModel(false)), network(flatModel(true))];
    const a = await gradientsOf(plain, batch);
    const b = await gradientsOf(regular, batch);
    expect(b.loss).toBeCloseTo(a.loss, 6);
    const kernel = (await readWeights(regular.trainable))[0]!;
    b.gradients[0]!.forEach((g, i) => {
      expect(g).toBeCloseTo(a.gradients[0]![i]! + 2 * 0.01 * kernel[i]!, 5);
    });
    expect([...b.gradients[1]!]).toEqual([...a.gradients[1]!]);
  });

  it("count right first choices", async () => {
    const net = network(flatModel(false));
    const weights = await readWeights(net.trainable);
    weights.at(-1)!.set([0, 0, 50]);
    writeWeights(net.trainable, weights);
    expect(await lossOf(net, batch)).toMatchObject({ right: 1 });
    expect(await gradientsOf(net, batch)).toMatchObject({ right: 1 });
  });
});

describe("evaluation", () => {
  it("is the mean over all windows, whatever the batches, or over the asked ones", async () => {
    const net = network(flatModel(false));
    const text = Uint16Array.from({ length: 700 }, (_, i) => (i * i + (i >> 3)) % 3);
    const layout = { ...consecutiveWindows(), size: 4 };
    const places = windowPlaces([text], layout);
    const all = await evaluate(net, [text], places, layout);
    expect(all.count).toBe(696);
    const [first, rest] = [
      Array.from({ length: 100 }, (_, i) => i),
      Array.from({ length: 596 }, (_, i) => i + 100),
    ];
    const a = await evaluate(net, [text], places, layout, first);
    const b = await evaluate(net, [text], places, layout, rest);
    const both = together(a, b);
    expect(both.count).toBe(696);
    expect(both.loss).toBeCloseTo(all.loss, 5);
    expect(both.accuracy).toBeCloseTo(all.accuracy, 10);
    const none = await evaluate(net, [text], places, layout, []);
    expect([together(all, none), together(none, all)]).toEqual([all, all]);
  });
});
