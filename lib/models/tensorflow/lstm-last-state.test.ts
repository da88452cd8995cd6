import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "@/lib/models/backend";
import { LstmLastState, lstmLastState } from "@/lib/models/tensorflow/lstm-last-state";
import { backendsHere } from "@/tests/fixtures/models/present-backends";
import golden from "@/tests/golden/models/layers.json";
import { fixedTensor } from "@/tests/oracle/models/golden-layers";

const backends = await backendsHere();
const UNITS = 6;

const tensor = (name: string, shape: number[]) =>
  tf.tensor(Float32Array.from(fixedTensor(name, shape).values), shape);

const weights = () => [tensor("lk", [3, 24]), tensor("lr", [UNITS, 24]), tensor("lb", [24])];

function close(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  Array.from(got).forEach((v, i) => {
    expect(Math.abs(v - expected[i]!)).toBeLessThan(1e-5);
  });
}

describe.each(backends)("LSTM on $backend", ({ backend, present, trains }) => {
  beforeAll(async () => {
    if (present) await chooseBackend(backend);
  });

  // Keras: LSTM(6, recurrent_activation="sigmoid", implementation=1), weights set to fixed numbers.
  it.skipIf(!present)("gives the golden last state", async () => {
    const [k, u, b] = weights() as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const x = tensor("ten", [1, 10, 3]) as tf.Tensor3D;
    close(await lstmLastState(x, k, u, b).data(), golden.lstm[0]!);
  });

  it.skipIf(!present || !trains).each(["sigmoid", "hardSigmoid"] as const)(
    "has the values and gradients of tf.layers.lstm with gates %s",
    async (gates) => {
      const theirs = tf.layers.lstm({ units: UNITS, recurrentActivation: gates });
      (theirs.apply(tf.zeros([1, 10, 3])) as tf.Tensor).dispose();
      theirs.setWeights(weights());
      const x = tensor("batch", [4, 10, 3]) as tf.Tensor3D;
      const dy = tensor("dy", [4, UNITS]) as tf.Tensor2D;
      const variables = theirs.trainableWeights.map(
        (w) => (w as unknown as { val: tf.Variable }).val,
      );
      const reference = tf.variableGrads(
        () => tf.sum(tf.mul(theirs.apply(x) as tf.Tensor, dy)) as tf.Scalar,
        variables,
      );
      const ours = tf.valueAndGrads((...t: tf.Tensor[]) => {
        const [a, k, u, b] = t as [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        return tf.sum(tf.mul(lstmLastState(a, k, u, b, gates), dy)) as tf.Scalar;
      })([x, ...weights()]);
      close(await ours.value.data(), await reference.value.data());
      for (const [index, variable] of variables.entries()) {
        close(await ours.grads[index + 1]!.data(), await reference.grads[variable.name]!.data());
      }
      const theirDx = tf.grad((a) => tf.sum(tf.mul(theirs.apply(a) as tf.Tensor, dy)))(x);
      close(await ours.grads[0]!.data(), await theirDx.data());
    },
  );

  it.skipIf(!present || !trains)("leaves no tensor behind", () => {
    const inputs = [tensor("batch", [4, 10, 3]), ...weights()];
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      tf.grads((...t: tf.Tensor[]) => {
        const [a, k, u, b] = t as [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        return tf.sum(lstmLastState(a, k, u, b)) as tf.Scalar;
      })(inputs);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("LstmLastState layer", () => {
  beforeAll(async () => {
    await chooseBackend("cpu");
  });

  it("starts with a forget bias of 1 and orthonormal recurrent rows", async () => {
    const layer = new LstmLastState({ units: UNITS, seed: 2 });
    layer.build([null, 10, 3]);
    const [, recurrent, bias] = layer.getWeights() as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    expect([...(await bias.data())]).toEqual(
      Array.from({ length: 24 }, (_, i) => (i >= UNITS && i < 2 * UNITS ? 1 : 0)),
    );
    const product = await tf.matMul(recurrent, recurrent, false, true).data();
    close(product, await tf.eye(UNITS).data());
  });

  it("comes back from its config inside a model", async () => {
    const layer = new LstmLastState({ name: "lstm", units: UNITS, seed: 2 });
    expect(new LstmLastState(layer.getConfig() as never).getConfig()).toEqual(layer.getConfig());
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [10, 3] }), layer],
    });
    const json = model.toJSON(undefined, false) as never;
    const loaded = await tf.models.modelFromJSON(json);
    loaded.setWeights(model.getWeights());
    const x = tensor("ten", [1, 10, 3]);
    const [a, b] = [model.predict(x), loaded.predict(x)] as [tf.Tensor, tf.Tensor];
    expect([...(await b.data())]).toEqual([...(await a.data())]);
  });
});
