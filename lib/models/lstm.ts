import * as tf from "@tensorflow/tfjs";
import { LstmLastState } from "@/lib/models/layers/lstm-last-state";
import { type ModelShape, softmaxOutput } from "@/lib/models/output";

const UNITS = 512;

/** One LSTM of 512 units, its last state, dense softmax. */
export function lstm(shape: ModelShape): tf.LayersModel {
  const input = tf.input({ shape: [shape.window, shape.classes], name: "window" });
  const state = new LstmLastState({ name: "lstm", units: UNITS, seed: shape.seed }).apply(input);
  return softmaxOutput(input, state as tf.SymbolicTensor, shape);
}
