import * as tf from "@tensorflow/tfjs";
import { localConvolution } from "@/lib/models/tensorflow/local-convolution";
import { lstmLastState } from "@/lib/models/tensorflow/lstm-last-state";

/** Largest relative difference from the cpu backend that still counts as agreement. */
const TOLERANCE = 1e-3;

function fixedTensor(shape: number[], phase: number): tf.Tensor {
  const length = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + phase) * 0.5);
  return tf.tensor(values, shape);
}

/** A loss that passes through a convolution, a local convolution and an LSTM. */
function tinyLoss(x: tf.Tensor, conv: tf.Tensor, local: tf.Tensor, w: tf.Tensor, u: tf.Tensor) {
  const a = tf.relu(tf.conv1d(x as tf.Tensor3D, conv as tf.Tensor3D, 1, "valid"));
  const b = localConvolution(a as tf.Tensor3D, local as tf.Tensor3D, 3, [0, 0]);
  const c = lstmLastState(b, w as tf.Tensor2D, u as tf.Tensor2D, tf.zeros([16]));
  return tf.sum(tf.square(c)) as tf.Scalar;
}

async function gradients(forward: boolean): Promise<number[]> {
  const inputs = tf.tidy(() => [
    fixedTensor([2, 10, 3], 0),
    fixedTensor([3, 3, 4], 1),
    fixedTensor([6, 12, 4], 2),
    fixedTensor([4, 16], 3),
    fixedTensor([4, 16], 4),
  ]);
  const loss = (...t: tf.Tensor[]) => tinyLoss(t[0]!, t[1]!, t[2]!, t[3]!, t[4]!);
  const outputs = forward ? [tf.tidy(() => loss(...inputs))] : tf.grads(loss)(inputs);
  const values: number[] = [];
  for (const output of outputs) values.push(...(await output.data()));
  tf.dispose([inputs, outputs]);
  return values;
}

/** Does the active backend compute gradients at all? wasm lacks some kernels and only samples. */
async function canTrain(): Promise<boolean> {
  return tf.getBackend() !== "wasm";
}

/**
 * Runs a tiny network forward, and backward where the backend trains, on the active backend and on
 * the cpu backend. Failures are silent otherwise: a broken shader gives zeros.
 * @returns the largest difference relative to the largest value
 * @throws Error when a value is not finite, all are zero, or the difference is over 1e-3
 */
export async function testBackend(): Promise<number> {
  const active = tf.getBackend();
  const forwardOnly = !(await canTrain());
  const here = await gradients(forwardOnly);
  await tf.setBackend("cpu");
  const there = await gradients(forwardOnly);
  await tf.setBackend(active);
  const largest = Math.max(...there.map(Math.abs));
  const difference = Math.max(...here.map((value, i) => Math.abs(value - there[i]!))) / largest;
  const nothing = here.every((value) => value === 0);
  if (!Number.isFinite(difference) || nothing || difference > TOLERANCE) {
    throw new Error(
      `self-test failed on ${active}: expected agreement with cpu, differs by ${difference}`,
    );
  }
  return difference;
}
