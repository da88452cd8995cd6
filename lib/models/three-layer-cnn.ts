import * as tf from "@tensorflow/tfjs";
import { LocallyConnected1D } from "@/lib/models/layers/locally-connected-1d";
import { type ModelShape, softmaxOutput } from "@/lib/models/output";

/** Kernel sizes of the three layers. */
const KERNELS = [8, 8, 16] as const;

/** Which of the three layers are locally connected, and how many filters they have. */
export interface ThreeLayerCnn {
  local: readonly [boolean, boolean, boolean];
  filters: readonly [number, number, number];
}

/**
 * The paper's three-layer networks: valid padding, stride 1, ReLU after each layer, batch
 * normalisation after the first and the third, global max pooling over time, dense softmax.
 */
export function threeLayerCnn(variant: ThreeLayerCnn, shape: ModelShape): tf.LayersModel {
  const input = tf.input({ shape: [shape.window, shape.classes], name: "window" });
  let x: tf.SymbolicTensor = input;
  const localDraw = shape.initialisation === "authors" ? "glorotWhole" : "glorotPosition";
  KERNELS.forEach((kernelSize, index) => {
    const name = `layer${index + 1}`;
    const filters = variant.filters[index]!;
    const seed = shape.seed + index;
    const layer = variant.local[index]
      ? new LocallyConnected1D({ name, filters, kernelSize, seed, draw: localDraw })
      : tf.layers.conv1d({
          name,
          filters,
          kernelSize,
          kernelInitializer: tf.initializers.glorotUniform({ seed }),
        });
    x = layer.apply(x) as tf.SymbolicTensor;
    x = tf.layers.reLU({ name: `${name}_relu` }).apply(x) as tf.SymbolicTensor;
    if (index !== 1)
      x = tf.layers.batchNormalization({ name: `${name}_norm` }).apply(x) as tf.SymbolicTensor;
  });
  x = tf.layers.globalMaxPooling1d({ name: "pool" }).apply(x) as tf.SymbolicTensor;
  return softmaxOutput(input, x, shape);
}
