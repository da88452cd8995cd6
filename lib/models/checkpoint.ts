import * as tf from "@tensorflow/tfjs";
import { type CheckpointMeta, initialisationOf } from "@/lib/models/checkpoint-meta";
import { splitWeights } from "@/lib/models/stored-weights";
import { buildModel } from "@/lib/models/tensorflow/build-model";
import { InputError } from "@/lib/shared/invariant";

/** Names and shapes of a model's weights, in its own order. */
export function weightTensors(model: tf.LayersModel): { name: string; shape: number[] }[] {
  return model.weights.map((weight) => ({
    name: weight.originalName,
    shape: weight.shape.map((size) => size!),
  }));
}

/**
 * Builds the model of a checkpoint and gives it the stored weights. Works in Node and in browsers.
 * @param bytes the whole weights file; its digest is checked where it is read
 * @throws InputError when names or shapes are not those of the model
 */
export function restoreModel(meta: CheckpointMeta, bytes: Uint8Array): tf.LayersModel {
  const model = buildModel(meta.model, meta.classes, 0, meta.window, initialisationOf(meta));
  const [wanted, found] = [weightTensors(model), meta.weights.tensors].map((tensors) =>
    JSON.stringify(tensors.map(({ name, shape }) => [name, shape])),
  );
  if (wanted !== found) {
    model.dispose();
    throw new InputError(
      `checkpoint of ${meta.model}: its weights are not those of this architecture`,
    );
  }
  const tensors = splitWeights(meta, bytes).map((values, index) =>
    tf.tensor(values, meta.weights.tensors[index]!.shape),
  );
  model.setWeights(tensors);
  tf.dispose(tensors);
  return model;
}
