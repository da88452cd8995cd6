/**
 * Reproducible numbers in [−1, 1) for weights and inputs of golden computations: a 32-bit integer
 * hash (Mueller's finaliser) of the name and the index, so that they depend on no library.
 */
export function fixedNumbers(name: string, length: number): Float64Array {
  let phase = 0x9e3779b9;
  for (const character of name) phase = Math.imul(phase ^ character.charCodeAt(0), 0x01000193);
  return Float64Array.from({ length }, (_, index) => {
    let x = (phase + Math.imul(index, 0x9e3779b1)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
    x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
    x ^= x >>> 16;
    // float32 so that a float32 program starts from the very same numbers
    return Math.fround((x >>> 0) / 2 ** 31 - 1);
  });
}

/**
 * The fixed value of a weight tensor, by its name "layer/kind" and shape: kernels are scaled by
 * √(3 / inputs) so that values keep their size through twenty layers, variances stay positive.
 */
export function fixedWeight(name: string, shape: readonly number[]): Float64Array {
  const length = shape.reduce((a, b) => a * b, 1);
  const raw = fixedNumbers(name, length);
  const kind = name.slice(name.lastIndexOf("/") + 1);
  const inputs = shape.length === 1 ? 1 : shape.slice(0, -1).reduce((a, b) => a * b, 1);
  // A local kernel is [positions, taps · channels, filters]: its positions are no inputs.
  const scale = Math.sqrt(3 / (kind === "local_kernel" ? shape[1]! : inputs));
  const value = (x: number): number => {
    if (kind === "gamma") return 1 + 0.3 * x;
    if (kind === "moving_variance") return 1 + 0.5 * x;
    if (kind === "beta" || kind === "bias" || kind === "moving_mean") return 0.2 * x;
    return scale * x;
  };
  return raw.map((x) => Math.fround(value(x)));
}
