import { type CheckpointMeta, initialisationOf } from "@/lib/models/checkpoint-meta";
import { type FastNetwork, fastNetwork } from "@/lib/models/fast/network";
import { splitWeights } from "@/lib/models/stored-weights";

/**
 * The fast network of a checkpoint. Needs no TensorFlow; works in Node and in browsers.
 * @param bytes the whole weights file; its digest is checked where it is read
 * @throws InputError when the file has not the length that the meta file names, or lacks a weight
 */
export function fastCheckpoint(meta: CheckpointMeta, bytes: Uint8Array): FastNetwork {
  const values = splitWeights(meta, bytes);
  const weights = meta.weights.tensors.map(
    ({ name, shape }, index) => [name, { shape, values: values[index]! }] as const,
  );
  return fastNetwork(
    meta.model,
    { ...meta, initialisation: initialisationOf(meta) },
    new Map(weights),
  );
}
