import { getFloat16, setFloat16 } from "@petamoriken/float16";

let table: Float32Array | undefined;

/** The value of every one of the 65,536 half-precision bit patterns: one look-up a weight. */
function halfTable(): Float32Array {
  if (table) return table;
  const view = new DataView(new ArrayBuffer(2));
  table = Float32Array.from({ length: 65536 }, (_, bits) => {
    view.setUint16(0, bits, true);
    return getFloat16(view, 0, true);
  });
  return table;
}

/** Little-endian half-precision bytes as single-precision numbers. */
export function fromHalf(bytes: Uint8Array): Float32Array {
  const values = halfTable();
  const result = new Float32Array(bytes.length / 2);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[bytes[2 * i]! | (bytes[2 * i + 1]! << 8)]!;
  }
  return result;
}

/**
 * Single-precision numbers as little-endian half-precision bytes, rounded to nearest.
 * @throws Error when a value does not fit (over 65,504), or is not a number
 */
export function toHalf(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i]!) <= 65504)) {
      throw new Error(`weights: expected a number of at most 65504, got ${values[i]} at ${i}`);
    }
    setFloat16(view, 2 * i, values[i]!, true);
  }
  return bytes;
}
