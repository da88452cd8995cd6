import * as tf from "@tensorflow/tfjs";

/** All that a model knows of its task, and the seed of its first weights. */
export interface ModelShape {
  /** Events in a window. */
  window: number;
  /** Size of the alphabet. */
  classes: number;
  seed: number;
}

/** Name of the dense layer whose values stand before the softmax (training, Figure 10). */
export const LOGITS = "logits";

/** Ends a model with a dense layer (named, without activation) and a softmax. */
export function softmaxOutput(
  input: tf.SymbolicTensor,
  features: tf.SymbolicTensor,
  shape: ModelShape,
): tf.LayersModel {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: shape.seed + 1000 });
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
