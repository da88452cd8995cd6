import * as tf from "@tensorflow/tfjs";
import {
  architectureOf,
  type Initialisation,
  type LayerSpec,
  LOGITS,
  type ResidualSpec,
} from "@/lib/models/architecture";
import { WINDOW } from "@/lib/models/model-ids";
import { LocallyConnected1D } from "@/lib/models/tensorflow/locally-connected-1d";
import { LstmLastState } from "@/lib/models/tensorflow/lstm-last-state";

type Plain = Exclude<LayerSpec, ResidualSpec>;

const RULES = { glorot: tf.initializers.glorotUniform, he: tf.initializers.heNormal } as const;

/** Keras's rules for kernels that are not local. */
function initializer(draw: string, seed: number) {
  const rule = RULES[draw as keyof typeof RULES];
  if (!rule) throw new Error(`kernel: expected glorot or he where it is shared, got ${draw}`);
  return rule({ seed });
}

/** Applies layers under names that stay the same in every process, with a seed of its own each. */
class Builder {
  constructor(
    private nextSeed: number,
    private readonly classes: number,
    private readonly denseSeed: number,
  ) {}

  private layer(spec: Plain): tf.layers.Layer {
    const { name } = spec;
    switch (spec.kind) {
      case "shared": {
        const { filters, size, padding, l2 } = spec;
        const kernelInitializer = initializer(spec.draw, this.nextSeed++);
        const kernelRegularizer = l2 > 0 ? tf.regularizers.l2({ l2 }) : undefined;
        const shape = { filters, kernelSize: size, strides: spec.stride, padding };
        return tf.layers.conv1d({ name, ...shape, kernelInitializer, kernelRegularizer });
      }
      case "local": {
        const { filters, size: kernelSize, padding, draw } = spec;
        const seed = this.nextSeed++;
        return new LocallyConnected1D({ name, filters, kernelSize, padding, draw, seed });
      }
      case "lstm":
        return new LstmLastState({
          name,
          units: spec.units,
          gates: spec.gates,
          seed: this.nextSeed++,
        });
      case "dense": {
        const kernelInitializer = initializer(spec.draw, this.denseSeed);
        return tf.layers.dense({ name, units: this.classes, kernelInitializer });
      }
      case "relu":
        return tf.layers.reLU({ name });
      case "norm":
        return tf.layers.batchNormalization({ name });
      case "flatten":
        return tf.layers.flatten({ name });
      case "globalMax":
        return tf.layers.globalMaxPooling1d({ name });
      case "pool": {
        const config = { name, poolSize: spec.size, strides: spec.size };
        return spec.of === "max"
          ? tf.layers.maxPooling1d(config)
          : tf.layers.averagePooling1d(config);
      }
    }
  }

  through(layers: readonly LayerSpec[], from: tf.SymbolicTensor): tf.SymbolicTensor {
    return layers.reduce((x, spec) => {
      if (spec.kind !== "residual") return this.layer(spec).apply(x) as tf.SymbolicTensor;
      const ways = [spec.branch, spec.shortcut].map((way) => this.through(way, x));
      return tf.layers.add({ name: `${spec.name}_add` }).apply(ways) as tf.SymbolicTensor;
    }, from);
  }
}

/** How far the seed of the dense kernel lies behind a model's. */
const DENSE_SEED = 1000;

/**
 * Builds a model with freshly drawn weights.
 * @param id one of the eight model ids
 * @param classes size of the alphabet (38 melody, 259 polyphony)
 * @param seed of the first weights; the same seed gives the same weights on every backend
 * @param window events that it reads
 * @returns window [batch, window, classes] → probabilities [batch, classes]
 * @throws InputError when the id is not one of the eight
 */
export function buildModel(
  id: string,
  classes: number,
  seed = 0,
  window = WINDOW,
  initialisation: Initialisation = "study",
): tf.LayersModel {
  const { layers, firstDraw } = architectureOf(id, initialisation);
  const input = tf.input({ shape: [window, classes], name: "window" });
  const builder = new Builder(seed + firstDraw, classes, seed + DENSE_SEED);
  const logits = builder.through(layers, input);
  const output = tf.layers.softmax({ name: "softmax" }).apply(logits) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output });
}

/** The same network, sharing its weights, up to the values before the softmax. */
export function logitsModel(model: tf.LayersModel): tf.LayersModel {
  return tf.model({
    inputs: model.inputs,
    outputs: model.getLayer(LOGITS).output as tf.SymbolicTensor,
  });
}
