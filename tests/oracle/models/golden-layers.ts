import { fixedNumbers } from "@/tests/oracle/models/fixed-numbers";
import * as l from "@/tests/oracle/models/float64-layers";

/** A tensor of fixed numbers in [−1, 1). */
export function fixedTensor(name: string, shape: readonly number[]): l.Weight {
  const length = shape.reduce((a, b) => a * b, 1);
  return { shape, values: fixedNumbers(name, length) };
}

/** Rows of a [length, channels] tensor. */
export function rows({ shape, values }: l.Weight): l.Series {
  const channels = shape[1]!;
  return Array.from({ length: shape[0]! }, (_, t) =>
    values.slice(t * channels, (t + 1) * channels),
  );
}

/** Fixed inputs of the layer cases: 10 steps of 3 channels, and 9 steps where an odd length matters. */
export const LAYER_INPUTS = { ten: [10, 3], nine: [9, 3] } as const;

const ten = () => rows(fixedTensor("ten", LAYER_INPUTS.ten));
const nine = () => rows(fixedTensor("nine", LAYER_INPUTS.nine));
const w = fixedTensor;

/** Variances must be positive. */
export function fixedVariance(name: string, channels: number): l.Weight {
  const { shape, values } = fixedTensor(name, [channels]);
  return { shape, values: values.map((x) => Math.fround(1 + x / 2)) };
}

/** Every layer case with its result as rows (or one row). Shapes are those of the Keras calls. */
export const LAYER_CASES: Record<string, () => l.Series> = {
  "local 4, valid": () => l.local(ten(), w("k1", [7, 12, 5]), w("b1", [7, 5])),
  "local 4, padding 2 + 1": () => l.local(ten(), w("k2", [10, 12, 5]), w("b2", [10, 5]), 2, 1),
  "conv 4, same, stride 1": () => l.sameConvolution(ten(), w("k3", [4, 3, 5]), w("b3", [5])),
  "conv 4, same, stride 2, even length": () =>
    l.sameConvolution(ten(), w("k3", [4, 3, 5]), w("b3", [5]), 2),
  "conv 4, same, stride 2, odd length": () =>
    l.sameConvolution(nine(), w("k3", [4, 3, 5]), w("b3", [5]), 2),
  "batch normalisation": () =>
    l.batchNorm(ten(), [w("g", [3]), w("b", [3]), w("m", [3]), fixedVariance("v", 3)]),
  "average pooling 4": () => l.averagePool(ten(), 4),
  "max pooling 2": () => l.maxPool(nine(), 2),
  "global max pooling": () => [l.globalMax(ten())],
  lstm: () => [l.lstm(ten(), w("lk", [3, 24]), w("lr", [6, 24]), w("lb", [24]))],
};

/** All cases with 12 digits, as tests/golden/models/layers.json holds them. */
export function goldenLayers(): Record<string, number[][]> {
  const digits = (row: Float64Array) => Array.from(row, (x) => Number(x.toPrecision(12)));
  return Object.fromEntries(
    Object.entries(LAYER_CASES).map(([name, run]) => [name, run().map(digits)]),
  );
}
