import * as tf from "@tensorflow/tfjs";
import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import { fromHalf } from "@/lib/models/half-precision";
import { buildModel } from "@/lib/models/registry";
import { InputError } from "@/lib/shared/invariant";

/** Names and shapes of a model's weights, in its own order. */
export function weightTensors(model: tf.LayersModel): { name: string; shape: number[] }[] {
  return model.weights.map((weight) => ({
    name: weight.originalName,
    shape: weight.shape.map((size) => size!),
  }));
}

/** Which precision a tensor is stored in: vectors keep single precision (see checkpoint-meta.ts). */
export function storedPrecision(shape: readonly number[]): "float16" | "float32" {
  return shape.length <= 1 ? "float32" : "float16";
}

/** Splits the bytes of a weights file into one array a tensor. */
export function splitWeights(meta: CheckpointMeta, bytes: Uint8Array): Float32Array[] {
  if (bytes.length !== meta.weights.bytes) {
    throw new InputError(
      `weights of ${meta.model}: expected ${meta.weights.bytes} bytes, got ${bytes.length}`,
    );
  }
  let offset = 0;
  return meta.weights.tensors.map(({ shape, dtype }) => {
    const size = shape.reduce((a, b) => a * b, 1) * (dtype === "float16" ? 2 : 4);
    offset += size;
    // A copy of its own: a Buffer's slice would share, at an offset that single precision can't have.
    const part = new Uint8Array(bytes.subarray(offset - size, offset));
    return dtype === "float16" ? fromHalf(part) : new Float32Array(part.buffer, 0, size / 4);
  });
}

/**
 * Builds the model of a checkpoint and gives it the stored weights. Works in Node and in browsers.
 * @param bytes the whole weights file; its digest is checked where it is read
 * @throws InputError when names or shapes are not those of the model
 */
export function restoreModel(meta: CheckpointMeta, bytes: Uint8Array): tf.LayersModel {
  const model = buildModel(meta.model, meta.classes, 0, meta.window);
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
