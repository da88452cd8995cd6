import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { oneHotWindows } from "@/lib/datasets/windows";
import type { Initialisation } from "@/lib/models/architecture";
import { chooseBackend } from "@/lib/models/backend";
import { restoreModel, weightTensors } from "@/lib/models/checkpoint";
import {
  type CheckpointMeta,
  initialisationOf,
  parseCheckpointMeta,
} from "@/lib/models/checkpoint-meta";
import { fastCheckpoint } from "@/lib/models/fast/from-checkpoint";
import { fromHalf, toHalf } from "@/lib/models/half-precision";
import type { ModelId } from "@/lib/models/model-ids";
import { splitWeights } from "@/lib/models/stored-weights";
import { buildModel, logitsModel } from "@/lib/models/tensorflow/build-model";
import { setFixedWeights } from "@/tests/fixtures/models/set-fixed-weights";
import { fixedNumbers } from "@/tests/oracle/models/fixed-numbers";

beforeAll(async () => {
  await chooseBackend("cpu");
});

/** A whole checkpoint of an untrained model with fixed weights. */
async function fixedCheckpoint(model: ModelId, classes: number, initialisation?: Initialisation) {
  const network = buildModel(model, classes, 0, 64, initialisation);
  setFixedWeights(network);
  const values = await Promise.all(network.getWeights().map((tensor) => tensor.data()));
  const all = new Float32Array(network.countParams());
  let offset = 0;
  for (const part of values) {
    all.set(part, offset);
    offset += part.length;
  }
  const bytes = toHalf(all);
  const loss = { loss: 1, accuracy: 0.5, count: 1 };
  const meta: CheckpointMeta = {
    format: 1,
    model,
    encoding: classes === 38 ? "melody" : "polyphony",
    window: 64,
    classes,
    parameters: network.countParams(),
    corpus: { id: "bach", sha256: "0".repeat(64) },
    seed: 1,
    settings: { initialisation },
    passes: 1,
    updates: 1,
    bestUpdate: 1,
    finished: null,
    seconds: 1,
    convergePass: -1,
    log: [],
    metrics: { train: loss, validation: loss, heldOut: loss, heldOutUnseen: loss },
    backend: "cpu",
    machine: "a machine",
    commit: "unknown",
    weights: {
      dtype: "float16",
      sha256: "0".repeat(64),
      bytes: bytes.length,
      tensors: weightTensors(network).map((tensor) => ({ ...tensor, dtype: "float16" as const })),
    },
  };
  network.dispose();
  return { meta: parseCheckpointMeta(JSON.parse(JSON.stringify(meta)), "test"), bytes };
}

describe("a checkpoint's fast network", () => {
  it.each([
    ["CNN_b", 38],
    ["CNN_c", 259],
    ["resNet20_Naive", 38],
    ["LSTM", 38, "authors"],
  ] as const)(
    "of %s with %i classes (start: %s) gives what TensorFlow gives, to 1e-5",
    async (model, classes, start?: Initialisation) => {
      const { meta, bytes } = await fixedCheckpoint(model, classes, start);
      const fast = fastCheckpoint(meta, bytes);
      const windows = Uint16Array.from(fixedNumbers("w", 128), (x) => ((x + 1) / 2) * classes);
      const got = await fast.logits(windows, 2);
      const restored = restoreModel(meta, bytes);
      const batch = { size: 2, windows, labels: new Uint16Array(2) };
      const x = tf.tensor3d(oneHotWindows(batch, 64, classes), [2, 64, classes]);
      expect(initialisationOf(meta)).toBe(start ?? "study");
      const expected = await (logitsModel(restored).predict(x) as tf.Tensor).data();
      got.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5);
      });
      restored.dispose();
    },
  );

  it("refuses a weights file of another length", async () => {
    const { meta, bytes } = await fixedCheckpoint("CNN_Naive", 5);
    expect(() => fastCheckpoint(meta, bytes.subarray(2))).toThrow(/expected \d+ bytes, got \d+/);
    expect(() => splitWeights(meta, bytes.subarray(2))).toThrow(/bytes, got/);
  });

  it("refuses weights of another architecture", async () => {
    const { meta, bytes } = await fixedCheckpoint("CNN_Naive", 5);
    expect(() => restoreModel({ ...meta, model: "CNN_b" }, bytes)).toThrow(
      /not those of this architecture/,
    );
    expect(() => fastCheckpoint({ ...meta, model: "LSTM" }, bytes)).toThrow(
      /expected the weight lstm/,
    );
  });
});

describe("half precision", () => {
  it("rounds to nearest with 11 bits and comes back exactly after that", () => {
    const values = Float32Array.from([0, -0, 1, -2.5, 1 / 3, 65504, 6e-8, 2049]);
    const once = fromHalf(toHalf(values));
    expect([...once]).toEqual([0, -0, 1, -2.5, 0.333251953125, 65504, 2 ** -24, 2048]);
    expect([...fromHalf(toHalf(once))]).toEqual([...once]);
  });

  it("refuses what does not fit", () => {
    for (const wrong of [70000, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => toHalf(Float32Array.from([wrong]))).toThrow(/at most 65504, got/);
    }
  });
});
