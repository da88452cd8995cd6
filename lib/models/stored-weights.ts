import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import { fromHalf } from "@/lib/models/half-precision";
import { InputError } from "@/lib/shared/invariant";

/** Which precision a tensor is stored in: vectors keep single precision (see checkpoint-meta.ts). */
export function storedPrecision(shape: readonly number[]): "float16" | "float32" {
  return shape.length <= 1 ? "float32" : "float16";
}

/**
 * Splits the bytes of a weights file into one array a tensor, in the order of the meta file.
 * @throws InputError when the file has not the length that the meta file names
 */
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
