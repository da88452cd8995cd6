/** The logistic function. */
export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
/** Keras 2's piecewise linear stand-in for the logistic function. */
export const hardSigmoid = (x: number) => Math.min(1, Math.max(0, 0.2 * x + 0.5));
/** Two roundings less exact than Math.tanh and twice as fast. */
const tanh = (x: number) => 2 / (1 + Math.exp(-2 * x)) - 1;

/** One LSTM step of one example; gates in the order input, forget, candidate, output. */
export function updateCell(
  f: Float32Array,
  gate: (x: number) => number,
  gates: number,
  cell: number,
  hidden: number,
  units: number,
) {
  for (let u = 0; u < units; u++) {
    const at = gates + u;
    const kept = gate(f[at + units]!) * f[cell + u]!;
    const next = kept + gate(f[at]!) * tanh(f[at + 2 * units]!);
    f[cell + u] = next;
    f[hidden + u] = gate(f[at + 3 * units]!) * tanh(next);
  }
}

/** Greatest value, or mean, of `size` values `stride` apart. */
export function pooled(
  f: Float32Array,
  from: number,
  size: number,
  stride: number,
  kind: "max" | "mean",
) {
  let result = f[from]!;
  for (let i = 1; i < size; i++) {
    const value = f[from + i * stride]!;
    if (kind === "mean") result += value;
    else if (value > result) result = value;
  }
  return kind === "mean" ? result / size : result;
}
