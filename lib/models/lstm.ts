import * as tf from "@tensorflow/tfjs";
import { LstmLastState } from "@/lib/models/layers/lstm-last-state";
import { type ModelShape, softmaxOutput } from "@/lib/models/output";

const UNITS = 512;

/** One LSTM of 512 units, its last state, dense softmax. */
export function lstm(shape: ModelShape): tf.LayersModel {
  const input = tf.input({ shape: [shape.window, shape.classes], name: "window" });
  const gates = shape.initialisation === "authors" ? "hardSigmoid" : "sigmoid";
  const config = { name: "lstm", units: UNITS, seed: shape.seed, gates } as const;
  const state = new LstmLastState(config).apply(input);
  return softmaxOutput(input, state as tf.SymbolicTensor, shape);
}
