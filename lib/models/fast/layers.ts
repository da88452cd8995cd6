import type { GateActivation } from "@/lib/models/architecture";
import { pooled } from "@/lib/models/fast/cells";
import { CELLS } from "@/lib/models/fast/kernels";
import { PANEL } from "@/lib/models/fast/row-product";
import {
  type MemoryOffset,
  padded,
  paddedRow,
  panels,
  type Workspace,
} from "@/lib/models/fast/workspace";

/** A weight tensor with its shape, row-major. */
export interface Weight {
  shape: readonly number[];
  values: Float32Array;
}

/** Activations of a batch: [batch][length][stride], the first `channels` of each row are in use. */
export interface Series {
  at: MemoryOffset;
  length: number;
  channels: number;
  stride: number;
}

/** Work on the first `batch` examples. */
export type Step = (batch: number) => void;

/** Weights in panels: [inner, columns]. */
interface Matrix {
  at: MemoryOffset;
  inner: number;
  columns: number;
}

/** Where rows of input, of what is added, and of output begin, and how far the next ones lie. */
interface Rows {
  a: MemoryOffset;
  nextA: number;
  start: MemoryOffset;
  nextStart: number;
  c: MemoryOffset;
  nextC: number;
}

/** Adds layers to a plan; each gives where its output will lie. */
export class Layers {
  readonly steps: Step[] = [];
  /** Classes of the windows that the steps work on, [batch · window]. */
  windows: Uint16Array = new Uint16Array(0);

  constructor(
    readonly space: Workspace,
    readonly window: number,
    readonly classes: number,
    /** Most examples at once. */
    private readonly most: number,
  ) {}

  series(length: number, channels: number, stride = padded(channels)): Series {
    return { at: this.space.reserve(this.most * length * stride), length, channels, stride };
  }

  /** Rows times a matrix: c[row] = start[row] + a[row] · matrix, panel by panel. */
  private product(rows: Rows, count: number, matrix: Matrix): void {
    const { kernels } = this.space;
    const [a, c] = [4 * rows.a, 4 * rows.c];
    const [nextA, nextStart, nextC] = [4 * rows.nextA, 4 * rows.nextStart, 4 * rows.nextC];
    for (let from = 0; from < matrix.columns; from += PANEL) {
      const panel = 4 * (matrix.at + from * matrix.inner);
      const start = 4 * (rows.start + from);
      let row = 0;
      for (; row + 1 < count; row += 2) {
        const [x, s, y] = [a + row * nextA, start + row * nextStart, c + 4 * from + row * nextC];
        kernels.two(x, x + nextA, panel, s, s + nextStart, y, y + nextC, matrix.inner);
      }
      if (row < count) {
        const [x, s, y] = [a + row * nextA, start + row * nextStart, c + 4 * from + row * nextC];
        kernels.one(x, panel, s, y, matrix.inner);
      }
    }
  }

  /**
   * The first layer on one-hot windows: each tap adds the row of weights of the event under it.
   * @param left zeros before the window ("same" padding)
   * @param kernel [size, classes, filters], or [positions, size · classes, filters] when local
   */
  gather(kernel: Weight, bias: Weight, size: number, length: number, left = 0, local = false) {
    const filters = kernel.shape[2]!;
    const { values } = kernel;
    const own = local ? kernel.shape[1]! * filters : 0;
    const ownBias = local ? filters : 0;
    // The rows of a first layer are written one after the other, so that they need no padding.
    const y = this.series(length, filters, filters);
    const { classes, window } = this;
    this.steps.push((batch) => {
      const { f } = this.space;
      for (let row = 0; row < batch * length; row++) {
        const p = row % length;
        const first = ((row - p) / length) * window + p - left;
        const to = y.at + row * filters;
        for (let c = 0; c < filters; c++) f[to + c] = bias.values[p * ownBias + c]!;
        const last = Math.min(size, window - p + left);
        for (let tap = Math.max(0, left - p); tap < last; tap++) {
          const from = p * own + (tap * classes + this.windows[first + tap]!) * filters;
          for (let c = 0; c < filters; c++) f[to + c]! += values[from + c]!;
        }
      }
    });
    return y;
  }

  /**
   * The last hidden state of an LSTM on one-hot windows: an event's row of the kernel, with the bias,
   * is looked up, and each step is one product with the recurrent kernel.
   */
  lstm(kernel: Weight, recurrent: Weight, bias: Weight, gates: GateActivation): Series {
    const [units, width] = recurrent.shape as [number, number];
    if (units % 4 !== 0) throw new Error(`LSTM: expected units in fours, got ${units}`);
    const table = kernel.values.map((value, i) => value + bias.values[i % width]!);
    const matrix = this.matrix(recurrent.values, units, width);
    const hidden = this.series(1, units);
    const cell = this.series(1, units);
    const values = this.series(1, width);
    const rows: Rows = {
      ...{ a: hidden.at, nextA: hidden.stride, start: values.at, nextStart: values.stride },
      ...{ c: values.at, nextC: values.stride },
    };
    this.steps.push((batch) => {
      const { f } = this.space;
      f.fill(0, hidden.at, hidden.at + batch * hidden.stride);
      f.fill(0, cell.at, cell.at + batch * cell.stride);
      for (let step = 0; step < this.window; step++) {
        for (let b = 0; b < batch; b++) {
          const from = this.windows[b * this.window + step]! * width;
          f.set(table.subarray(from, from + width), values.at + b * values.stride);
        }
        this.product(rows, batch, matrix);
        for (let b = 0; b < batch; b++) {
          const [g, h] = [values.at + b * values.stride, b * hidden.stride];
          this.space.kernels[CELLS[gates]](4 * g, 4 * (cell.at + h), 4 * (hidden.at + h), units);
        }
      }
    });
    return hidden;
  }

  private matrix(values: Float32Array, inner: number, columns: number): Matrix {
    return { at: this.space.keep(panels(values, inner, columns)), inner, columns };
  }

  /** Zero rows before and behind every example. */
  pad(x: Series, left: number, right: number): Series {
    if (left === 0 && right === 0) return x;
    const y = this.series(x.length + left + right, x.channels, x.stride);
    this.steps.push((batch) => {
      const { f } = this.space;
      for (let b = 0; b < batch; b++) {
        const from = x.at + b * x.length * x.stride;
        f.copyWithin(y.at + (b * y.length + left) * y.stride, from, from + x.length * x.stride);
      }
    });
    return y;
  }

  /** Kernel rows with zero rows where the input's stride is wider than its channels. */
  private spread(kernel: Float32Array, taps: number, x: Series, filters: number): Float32Array {
    if (x.stride === x.channels) return kernel;
    const result = new Float32Array(taps * x.stride * filters);
    for (let tap = 0; tap < taps; tap++) {
      const from = tap * x.channels * filters;
      result.set(kernel.subarray(from, from + x.channels * filters), tap * x.stride * filters);
    }
    return result;
  }

  /** Shared convolution of [size, channels, filters], valid. */
  convolution(x: Series, kernel: Weight, bias: Weight, stride = 1): Series {
    const [size, , filters] = kernel.shape as [number, number, number];
    const spread = this.spread(kernel.values, size, x, filters);
    const matrix = this.matrix(spread, size * x.stride, filters);
    const start = this.space.keep(paddedRow(bias.values));
    const y = this.series(Math.floor((x.length - size) / stride) + 1, filters);
    this.steps.push((batch) => {
      for (let b = 0; b < batch; b++) {
        const a = x.at + b * x.length * x.stride;
        const c = y.at + b * y.length * y.stride;
        const next = { nextA: stride * x.stride, nextStart: 0, nextC: y.stride };
        this.product({ a, start, c, ...next }, y.length, matrix);
      }
    });
    return y;
  }

  /** Zero padding as TensorFlow's "same": the larger half behind. */
  sameConvolution(x: Series, kernel: Weight, bias: Weight, stride = 1): Series {
    const size = kernel.shape[0]!;
    const total = Math.max(0, (Math.ceil(x.length / stride) - 1) * stride + size - x.length);
    const left = Math.floor(total / 2);
    return this.convolution(this.pad(x, left, total - left), kernel, bias, stride);
  }

  /** A kernel of its own at each position: [positions, size · channels, filters], valid. */
  local(x: Series, kernel: Weight, bias: Weight): Series {
    const [positions, fan, filters] = kernel.shape as [number, number, number];
    const size = fan / x.channels;
    const inner = size * x.stride;
    const one = fan * filters;
    const matrices: Matrix[] = [];
    const starts: MemoryOffset[] = [];
    for (let p = 0; p < positions; p++) {
      const own = kernel.values.subarray(p * one, (p + 1) * one);
      matrices.push(this.matrix(this.spread(own, size, x, filters), inner, filters));
      starts.push(this.space.keep(paddedRow(bias.values.subarray(p * filters, (p + 1) * filters))));
    }
    const y = this.series(positions, filters);
    this.steps.push((batch) => {
      for (let p = 0; p < positions; p++) {
        const [a, c] = [x.at + p * x.stride, y.at + p * y.stride];
        const next = { nextA: x.length * x.stride, nextStart: 0, nextC: y.length * y.stride };
        this.product({ a, start: starts[p]!, c, ...next }, batch, matrices[p]!);
      }
    });
    return y;
  }

  /** Dense layer over the whole of each example (its rows beside each other). */
  dense(x: Series, kernel: Weight, bias: Weight): Series {
    const units = kernel.shape[1]!;
    const inner = x.length * x.stride;
    const matrix = this.matrix(this.spread(kernel.values, x.length, x, units), inner, units);
    const start = this.space.keep(paddedRow(bias.values));
    const y = this.series(1, units);
    const rows = { a: x.at, nextA: inner, start, nextStart: 0, c: y.at, nextC: y.stride };
    this.steps.push((batch) => this.product(rows, batch, matrix));
    return y;
  }

  /** Values of every row changed in place, channel by channel. */
  private inPlace(x: Series, change: (f: Float32Array, at: number) => void): Series {
    this.steps.push((batch) => {
      const { f } = this.space;
      for (let row = 0; row < batch * x.length; row++) change(f, x.at + row * x.stride);
    });
    return x;
  }

  relu(x: Series): Series {
    return this.inPlace(x, (f, at) => {
      for (let c = 0; c < x.channels; c++) if (f[at + c]! < 0) f[at + c] = 0;
    });
  }

  /** Batch normalisation with stored statistics: one multiplication and one addition. */
  norm(
    x: Series,
    [gamma, beta, mean, variance]: readonly [Weight, Weight, Weight, Weight],
  ): Series {
    const scale = gamma.values.map((g, c) => g / Math.sqrt(variance.values[c]! + 1e-3));
    const shift = beta.values.map((b, c) => b - mean.values[c]! * scale[c]!);
    return this.inPlace(x, (f, at) => {
      for (let c = 0; c < scale.length; c++) f[at + c] = f[at + c]! * scale[c]! + shift[c]!;
    });
  }

  /** x += other, of the same shape. */
  add(x: Series, other: Series): Series {
    this.steps.push((batch) => {
      const { f } = this.space;
      const length = batch * x.length * x.stride;
      for (let i = 0; i < length; i++) f[x.at + i]! += f[other.at + i]!;
    });
    return x;
  }

  /** Pools `size` rows into one, stride `size`. */
  pool(x: Series, size: number, kind: "max" | "mean"): Series {
    const y = this.series(Math.floor(x.length / size), x.channels, x.stride);
    this.steps.push((batch) => {
      const { f } = this.space;
      for (let b = 0; b < batch; b++) {
        for (let p = 0; p < y.length; p++) {
          const from = x.at + (b * x.length + p * size) * x.stride;
          const to = y.at + (b * y.length + p) * y.stride;
          for (let c = 0; c < x.channels; c++)
            f[to + c] = pooled(f, from + c, size, x.stride, kind);
        }
      }
    });
    return y;
  }

  globalMax(x: Series): Series {
    return this.pool(x, x.length, "max");
  }
}
