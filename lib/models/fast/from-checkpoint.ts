import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import type { Weight } from "@/lib/models/fast/layers";
import { type FastNetwork, fastNetwork } from "@/lib/models/fast/network";
import { fromHalf } from "@/lib/models/half-precision";
import { InputError } from "@/lib/shared/invariant";

/**
 * The fast network of a checkpoint. Needs no TensorFlow; works in Node and in browsers.
 * @param bytes the whole weights file; its digest is checked where it is read
 * @throws InputError when the file has not the length that the meta file names
 */
export function fastCheckpoint(meta: CheckpointMeta, bytes: Uint8Array): FastNetwork {
  if (bytes.length !== meta.weights.bytes) {
    throw new InputError(
      `weights of ${meta.model}: expected ${meta.weights.bytes} bytes, got ${bytes.length}`,
    );
  }
  const all = fromHalf(bytes);
  const weights = new Map<string, Weight>();
  let offset = 0;
  for (const { name, shape } of meta.weights.tensors) {
    const size = shape.reduce((a, b) => a * b, 1);
    weights.set(name, { shape, values: all.subarray(offset, offset + size) });
    offset += size;
  }
  return fastNetwork(meta.model, meta, weights);
}
