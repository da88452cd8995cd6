/**
 * Layers in float64 as plain loops over [time][channel] arrays of one example: the independent
 * computation behind tests/golden/models. Nothing here shares code with lib/models.
 */

/** One example: rows in time, each with its channels. */
export type Series = Float64Array[];

/** A tensor with its shape, row-major. */
export interface Weight {
  shape: readonly number[];
  values: Float64Array;
}

const series = (length: number, channels: number): Series =>
  Array.from({ length }, () => new Float64Array(channels));

/** Rows of zeros before and after. Keras: tf.keras.layers.ZeroPadding1D((left, right)). */
export function zeroPad(x: Series, left: number, right: number): Series {
  const channels = x[0]!.length;
  return [...series(left, channels), ...x, ...series(right, channels)];
}

/** Zeros that "same" padding adds: the larger half stands behind. */
export function samePadding(length: number, size: number, stride: number): [number, number] {
  const outputs = Math.ceil(length / stride);
  const total = Math.max(0, (outputs - 1) * stride + size - length);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** Kernel [size, channels, filters], bias [filters]. Keras: Conv1D(filters, size, strides, "valid"). */
export function convolution(x: Series, kernel: Weight, bias: Weight, stride = 1): Series {
  const [size, channels, filters] = kernel.shape as [number, number, number];
  const y = series(Math.floor((x.length - size) / stride) + 1, filters);
  y.forEach((row, position) => {
    row.set(bias.values);
    for (let tap = 0; tap < size; tap++) {
      const input = x[position * stride + tap]!;
      for (let c = 0; c < channels; c++) {
        addScaled(row, input[c]!, kernel.values, (tap * channels + c) * filters);
      }
    }
  });
  return y;
}

/** row += value · values[from, from + row.length). */
function addScaled(row: Float64Array, value: number, values: Float64Array, from: number): void {
  if (value === 0) return;
  for (let f = 0; f < row.length; f++) row[f]! += value * values[from + f]!;
}

/** Keras: Conv1D(filters, size, strides, padding="same"). */
export function sameConvolution(x: Series, kernel: Weight, bias: Weight, stride = 1): Series {
  const [left, right] = samePadding(x.length, kernel.shape[0]!, stride);
  return convolution(zeroPad(x, left, right), kernel, bias, stride);
}

/**
 * Kernel [positions, size · channels, filters], bias [positions, filters].
 * Keras 2: ZeroPadding1D((left, right)), then LocallyConnected1D(filters, size, implementation=1).
 */
export function local(x: Series, kernel: Weight, bias: Weight, left = 0, right = 0): Series {
  const [positions, fan, filters] = kernel.shape as [number, number, number];
  const padded = zeroPad(x, left, right);
  const channels = x[0]!.length;
  const y = series(positions, filters);
  y.forEach((row, p) => {
    row.set(bias.values.subarray(p * filters, (p + 1) * filters));
    for (let k = 0; k < fan; k++) {
      const input = padded[p + Math.floor(k / channels)]![k % channels]!;
      addScaled(row, input, kernel.values, (p * fan + k) * filters);
    }
  });
  return y;
}

/** max(0, x). Keras: ReLU(). */
export function relu(x: Series): Series {
  return x.map((row) => row.map((value) => Math.max(0, value)));
}

/** Sum of two series. Keras: Add(). */
export function add(a: Series, b: Series): Series {
  return a.map((row, t) => row.map((value, c) => value + b[t]![c]!));
}

/** With stored statistics. Keras: BatchNormalization(momentum=0.99, epsilon=1e-3), training=False. */
export function batchNorm(
  x: Series,
  [gamma, beta, mean, variance]: readonly [Weight, Weight, Weight, Weight],
): Series {
  return x.map((row) =>
    row.map((value, c) => {
      const normal = (value - mean.values[c]!) / Math.sqrt(variance.values[c]! + 1e-3);
      return normal * gamma.values[c]! + beta.values[c]!;
    }),
  );
}

/** Keras: MaxPooling1D(size, strides=size). */
export function maxPool(x: Series, size: number): Series {
  return pool(x, size, (column) => Math.max(...column));
}

/** Keras: AveragePooling1D(size, strides=size). */
export function averagePool(x: Series, size: number): Series {
  return pool(x, size, (column) => column.reduce((a, b) => a + b, 0) / size);
}

function pool(x: Series, size: number, reduce: (column: number[]) => number): Series {
  return Array.from({ length: Math.floor(x.length / size) }, (_, p) =>
    Float64Array.from(x[0]!, (_v, c) =>
      reduce(x.slice(p * size, (p + 1) * size).map((row) => row[c]!)),
    ),
  );
}

/** The largest value of each channel over time. Keras: GlobalMaxPooling1D(). */
export function globalMax(x: Series): Float64Array {
  return Float64Array.from(x[0]!, (_, c) => Math.max(...x.map((row) => row[c]!)));
}

/** Time and channels in one row. Keras: Flatten(). */
export function flatten(x: Series): Float64Array {
  return Float64Array.from(x.flatMap((row) => [...row]));
}

/** Kernel [inputs, units], bias [units]. Keras: Dense(units). */
export function dense(x: Float64Array, kernel: Weight, bias: Weight): Float64Array {
  const y = Float64Array.from(bias.values);
  x.forEach((value, i) => {
    addScaled(y, value, kernel.values, i * y.length);
  });
  return y;
}

/** Keras: Softmax(). */
export function softmax(x: Float64Array): Float64Array {
  const largest = Math.max(...x);
  const powers = x.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * Last hidden state; gates in the order input, forget, candidate, output; kernel
 * [channels, 4 · units], recurrent kernel [units, 4 · units].
 * Keras: LSTM(units, recurrent_activation="sigmoid", implementation=1).
 */
export function lstm(x: Series, kernel: Weight, recurrent: Weight, bias: Weight): Float64Array {
  const units = recurrent.shape[0]!;
  let hidden = new Float64Array(units);
  let cell = new Float64Array(units);
  for (const input of x) {
    const z = dense(input, kernel, bias);
    const fromHidden = dense(hidden, recurrent, {
      shape: [4 * units],
      values: new Float64Array(4 * units),
    });
    const gate = (index: number, u: number) =>
      z[index * units + u]! + fromHidden[index * units + u]!;
    cell = cell.map(
      (old, u) => sigmoid(gate(1, u)) * old + sigmoid(gate(0, u)) * Math.tanh(gate(2, u)),
    );
    hidden = cell.map((value, u) => sigmoid(gate(3, u)) * Math.tanh(value));
  }
  return hidden;
}
