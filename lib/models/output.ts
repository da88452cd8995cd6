import * as tf from "@tensorflow/tfjs";

/**
 * Where first weights come from. `study`: local kernels with the fans of one position, residual
 * branches that start as the identity. `authors`: as Keras 2 drew them for the paper, fans counted
 * over the whole local kernel, and with its hard-sigmoid gates of the LSTM (docs/decisions/0001).
 */
export const INITIALISATIONS = ["study", "authors"] as const;
export type Initialisation = (typeof INITIALISATIONS)[number];

/** All that a model knows of its task, and the seed of its first weights. */
export interface ModelShape {
  /** Events in a window. */
  window: number;
  /** Size of the alphabet. */
  classes: number;
  seed: number;
  initialisation: Initialisation;
}

/** Name of the dense layer whose values stand before the softmax (training, Figure 10). */
export const LOGITS = "logits";

/** Ends a model with a dense layer (named, without activation) and a softmax. */
export function softmaxOutput(
  input: tf.SymbolicTensor,
  features: tf.SymbolicTensor,
  shape: Pick<ModelShape, "classes" | "seed">,
  draw: "glorotUniform" | "heNormal" = "glorotUniform",
): tf.LayersModel {
  const kernelInitializer = tf.initializers[draw]({ seed: shape.seed + 1000 });
  const logits = tf.layers.dense({ name: LOGITS, units: shape.classes, kernelInitializer });
  const softmax = tf.layers.softmax({ name: "softmax" });
  const output = softmax.apply(logits.apply(features)) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output });
}

/** The same network, sharing its weights, up to the values before the softmax. */
export function logitsModel(model: tf.LayersModel): tf.LayersModel {
  return tf.model({
    inputs: model.inputs,
    outputs: model.getLayer(LOGITS).output as tf.SymbolicTensor,
  });
}
