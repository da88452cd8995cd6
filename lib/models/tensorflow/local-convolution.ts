import * as tf from "@tensorflow/tfjs";
import type { Padding } from "@/lib/models/architecture";

/** Output positions of a local convolution of stride 1. */
export function outputLength(length: number, size: number, padding: Padding): number {
  return length + padding[0] + padding[1] - size + 1;
}

/** Slices of a time-major tensor that stand under each kernel tap: [P, B, size·C]. */
function patches(timeMajor: tf.Tensor3D, size: number, positions: number): tf.Tensor3D {
  const [, batch, channels] = timeMajor.shape;
  const taps = [];
  for (let tap = 0; tap < size; tap++) {
    taps.push(tf.slice(timeMajor, [tap, 0, 0], [positions, batch, channels]));
  }
  return tf.concat(taps, 2);
}

/** Pads, or cuts where an amount is negative, the first axis. */
function padOrCut<T extends tf.Tensor>(tensor: T, front: number, back: number): T {
  const rest = tensor.shape.slice(1);
  const begin = [Math.max(0, -front), ...rest.map(() => 0)];
  const kept = tensor.shape[0]! - Math.max(0, -front) - Math.max(0, -back);
  const cut = front < 0 || back < 0 ? tf.slice(tensor, begin, [kept, ...rest]) : tensor;
  const paddings = [[Math.max(0, front), Math.max(0, back)], ...rest.map(() => [0, 0])];
  return tf.pad(cut, paddings as [number, number][]) as T;
}

/**
 * Gradient with respect to the input, itself a local convolution: position l of the input receives
 * dy[l + left − tap] · kernel[l + left − tap, tap]ᵀ from every tap, so each input position has its
 * own matrix of stacked, transposed taps. No scatter is needed, which no backend does fast.
 */
function inputGradient(
  dy: tf.Tensor3D,
  kernel: tf.Tensor3D,
  size: number,
  padding: Padding,
  [batch, length, channels]: [number, number, number],
): tf.Tensor3D {
  const [positions, , filters] = kernel.shape;
  const front = size - 1 - padding[0];
  const back = length + size - 1 - front - positions;
  const outer = padOrCut(tf.transpose(dy, [1, 0, 2]), front, back);
  const taps = tf.transpose(tf.reshape(kernel, [positions, size, channels, filters]), [0, 1, 3, 2]);
  const rows = padOrCut(
    tf.reshape(taps, [positions, size, filters * channels]) as tf.Tensor3D,
    front,
    back,
  );
  const parts = [];
  for (let tap = 0; tap < size; tap++) {
    parts.push(tf.slice(rows, [size - 1 - tap, tap, 0], [length, 1, filters * channels]));
  }
  const stacked = tf.reshape(tf.concat(parts, 1), [length, size * filters, channels]);
  const reversed = [];
  for (let tap = 0; tap < size; tap++) {
    reversed.push(tf.slice(outer, [size - 1 - tap, 0, 0], [length, batch, filters]));
  }
  return tf.transpose(tf.matMul(tf.concat(reversed, 2), stacked), [1, 0, 2]) as tf.Tensor3D;
}

/**
 * Local convolution over time with stride 1: every output position p has a kernel of its own.
 * y[b, p, f] = Σ_(tap, c) x̃[b, p + tap, c] · kernel[p, tap·C + c, f], x̃ = x padded with zeros.
 * Written as one batched matrix product over positions, with its gradients, from operations that
 * every backend has.
 * @param x [batch, length, channels]
 * @param kernel [positions, size·channels, filters]
 * @returns [batch, positions, filters]
 */
export function localConvolution(
  x: tf.Tensor3D,
  kernel: tf.Tensor3D,
  size: number,
  padding: Padding,
): tf.Tensor3D {
  const op = tf.customGrad((...args) => {
    const [input, weights, save] = args as unknown as [
      tf.Tensor3D,
      tf.Tensor3D,
      (tensors: tf.Tensor[]) => void,
    ];
    const shape = input.shape;
    const timeMajor = padOrCut(tf.transpose(input, [1, 0, 2]) as tf.Tensor3D, ...padding);
    const columns = patches(timeMajor, size, weights.shape[0]);
    save([columns, weights]);
    return {
      value: tf.transpose(tf.matMul(columns, weights), [1, 0, 2]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [savedColumns, savedWeights] = saved as [tf.Tensor3D, tf.Tensor3D];
        const dyTimeMajor = () => tf.transpose(dy, [1, 0, 2]) as tf.Tensor3D;
        return [
          inputGradient(dy as tf.Tensor3D, savedWeights, size, padding, shape),
          tf.matMul(savedColumns, dyTimeMajor(), true, false),
        ];
      },
    };
  });
  return op(x, kernel) as tf.Tensor3D;
}
