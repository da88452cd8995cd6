import * as tf from "@tensorflow/tfjs";
import type { Predictor } from "@/lib/generation/sample";
import { logitsModel } from "@/lib/models/tensorflow/build-model";

/** A trained network as a predictor on the active backend. */
export function networkPredictor(model: tf.LayersModel): Predictor {
  const [, window, classes] = model.inputs[0]!.shape as [null, number, number];
  const logits = logitsModel(model);
  return {
    window,
    classes,
    logits: async (windows, batch) => {
      const oneHot = new Float32Array(windows.length * classes);
      for (let i = 0; i < windows.length; i++) oneHot[i * classes + windows[i]!] = 1;
      const output = tf.tidy(
        () =>
          logits.apply(tf.tensor3d(oneHot, [batch, window, classes]), {
            training: false,
          }) as tf.Tensor,
      );
      const values = (await output.data()) as Float32Array;
      output.dispose();
      return values;
    },
  };
}
