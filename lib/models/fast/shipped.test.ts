import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { oneHotWindows } from "@/lib/datasets/windows";
import { TASKS } from "@/lib/models/architecture-artifact";
import { chooseBackend } from "@/lib/models/backend";
import { restoreModel } from "@/lib/models/checkpoint";
import {
  checkpointFolder,
  readCheckpoint,
  readCheckpointMeta,
} from "@/lib/models/checkpoint-files";
import { fastCheckpoint } from "@/lib/models/fast/from-checkpoint";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { logitsModel } from "@/lib/models/tensorflow/build-model";
import { namedStream } from "@/lib/shared/rng";

beforeAll(async () => {
  await chooseBackend("wasm");
});

const shipped = TASKS.flatMap(({ corpus }) =>
  MODEL_IDS.filter((model) => readCheckpointMeta(checkpointFolder(corpus, model))).map(
    (model) => [corpus, model] as const,
  ),
);

function softmax(logits: ArrayLike<number>): number[] {
  const all = Array.from(logits);
  const highest = Math.max(...all);
  const parts = all.map((value) => Math.exp(value - highest));
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / sum);
}

describe("own inference with the weights that ship", () => {
  it.each(shipped)("%s %s: TensorFlow's probabilities to 1e-5", async (corpus, model) => {
    const { meta, bytes } = readCheckpoint(corpus, model);
    const { window, classes } = meta;
    const rng = namedStream(1, "windows");
    const size = 3;
    const windows = Uint16Array.from({ length: size * window }, () => rng.int(0, classes - 1));
    const got = await fastCheckpoint(meta, bytes).logits(windows, size);
    const network = restoreModel(meta, bytes);
    const batch = { size, windows, labels: new Uint16Array(size) };
    const x = tf.tensor3d(oneHotWindows(batch, window, classes), [size, window, classes]);
    const expected = (await (logitsModel(network).predict(x) as tf.Tensor).data()) as Float32Array;
    for (let row = 0; row < size; row++) {
      const [mine, theirs] = [got, expected].map((all) =>
        softmax(all.subarray(row * classes, (row + 1) * classes)),
      ) as [number[], number[]];
      mine.forEach((p, i) => {
        expect(Math.abs(p - theirs[i]!)).toBeLessThan(1e-5);
      });
    }
    x.dispose();
    network.dispose();
  });
});
