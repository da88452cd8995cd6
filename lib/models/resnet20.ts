import * as tf from "@tensorflow/tfjs";
import type { Padding } from "@/lib/models/layers/local-convolution";
import { type LocalDraw, LocallyConnected1D } from "@/lib/models/layers/locally-connected-1d";
import { type ModelShape, softmaxOutput } from "@/lib/models/output";

const KERNEL = 16;
const L2 = 1e-4;
const STAGES = [16, 32, 64] as const;
const BLOCKS = 3;
const HEAD = { name: "head", filters: 32, kernelSize: 16, padding: [0, 0] } as const;

/** Applies layers under names that stay the same in every process, with a seed of its own each. */
class Builder {
  private layers = 0;
  constructor(private readonly seed: number) {}

  private nextSeed(): number {
    this.layers += 1;
    return this.seed + this.layers;
  }

  /** A shared convolution of Keras's defaults: Glorot's rule, no penalty. */
  plainConv(x: tf.SymbolicTensor, name: string, filters: number): tf.SymbolicTensor {
    const kernelInitializer = tf.initializers.glorotUniform({ seed: this.nextSeed() });
    const config = { name, filters, kernelSize: KERNEL, padding: "same" as const };
    return tf.layers.conv1d({ ...config, kernelInitializer }).apply(x) as tf.SymbolicTensor;
  }

  conv(x: tf.SymbolicTensor, name: string, filters: number, strides = 1): tf.SymbolicTensor {
    const layer = tf.layers.conv1d({
      name,
      filters,
      kernelSize: KERNEL,
      strides,
      padding: "same",
      kernelInitializer: tf.initializers.heNormal({ seed: this.nextSeed() }),
      kernelRegularizer: tf.regularizers.l2({ l2: L2 }),
    });
    return layer.apply(x) as tf.SymbolicTensor;
  }

  local(
    x: tf.SymbolicTensor,
    config: {
      name: string;
      filters: number;
      kernelSize: number;
      padding: Padding;
      draw?: LocalDraw;
    },
  ) {
    const layer = new LocallyConnected1D({ ...config, seed: this.nextSeed() });
    return layer.apply(x) as tf.SymbolicTensor;
  }

  norm(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
    return tf.layers.batchNormalization({ name: `${name}_norm` }).apply(x) as tf.SymbolicTensor;
  }

  relu(x: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
    return tf.layers.reLU({ name: `${name}_relu` }).apply(x) as tf.SymbolicTensor;
  }

  add(a: tf.SymbolicTensor, b: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
    return tf.layers.add({ name: `${name}_add` }).apply([a, b]) as tf.SymbolicTensor;
  }
}

function eachBlock(visit: (name: string, filters: number, firstOfLaterStage: boolean) => void) {
  STAGES.forEach((filters, stage) => {
    for (let block = 0; block < BLOCKS; block++) {
      visit(`stage${stage + 1}_block${block + 1}`, filters, stage > 0 && block === 0);
    }
  });
}

const denseDraw = ({ initialisation }: ModelShape) =>
  initialisation === "authors" ? "heNormal" : "glorotUniform";

/**
 * A residual network of 20 layers over time (He et al. 2015) with shared kernels of 16 steps:
 * 16, 32, 64 filters, stride 2 at the start of the second and third stage, batch normalisation,
 * average pooling over 8 steps, dense softmax.
 */
export function resnet20Naive(shape: ModelShape): tf.LayersModel {
  const b = new Builder(shape.seed);
  const input = tf.input({ shape: [shape.window, shape.classes], name: "window" });
  let x = b.relu(b.norm(b.conv(input, "stem", STAGES[0]), "stem"), "stem");
  eachBlock((name, filters, down) => {
    const strides = down ? 2 : 1;
    const inner = b.norm(b.conv(x, `${name}_a`, filters, strides), `${name}_a`);
    const outer = b.conv(b.relu(inner, `${name}_a`), `${name}_b`, filters);
    const shortcut = down ? b.conv(x, `${name}_shortcut`, filters, strides) : x;
    x = b.relu(b.add(b.norm(outer, `${name}_b`), shortcut, name), name);
  });
  const pooled = tf.layers.averagePooling1d({ name: "pool", poolSize: 8, strides: 8 }).apply(x);
  const flat = tf.layers.flatten({ name: "flatten" }).apply(pooled) as tf.SymbolicTensor;
  return softmaxOutput(input, flat, shape, denseDraw(shape));
}

/**
 * The paper's residual network with local convolutions: two shared convolutions, then nine residual
 * blocks of two locally connected layers (kernels 8 and 16, zero padding 4 + 3 and 8 + 7), one more
 * local layer, global max pooling, dense softmax. Time is halved once, after the stem.
 */
export function resnet20LocalConv(shape: ModelShape): tf.LayersModel {
  const b = new Builder(shape.seed);
  const input = tf.input({ shape: [shape.window, shape.classes], name: "window" });
  const authors = shape.initialisation === "authors";
  const stem = authors ? b.plainConv(input, "stem1", 64) : b.conv(input, "stem1", 64);
  let x = b.relu(b.norm(stem, "stem1"), "stem1");
  x = tf.layers
    .maxPooling1d({ name: "stem_pool", poolSize: 2, strides: 2 })
    .apply(x) as tf.SymbolicTensor;
  x = b.relu(b.norm(b.conv(x, "stem2", STAGES[0]), "stem2"), "stem2");
  eachBlock((name, filters, wider) => {
    const first = { name: `${name}_a`, filters, kernelSize: 8, padding: [4, 3] } as const;
    const second = { name: `${name}_b`, filters, kernelSize: 16, padding: [8, 7] } as const;
    // Without normalisation in the branch nine blocks would double the variance nine times: each
    // starts as the identity instead (zero last kernel, as in Zhang et al. 2019, Fixup). Fans over
    // the whole kernel make the authors' branch so small that it needs no such start.
    const inner = b.relu(b.local(x, authors ? { ...first, draw: "heWhole" } : first), first.name);
    const outer = b.local(inner, { ...second, draw: authors ? "heWhole" : "zeros" });
    const shortcut = wider ? b.norm(b.conv(x, `${name}_shortcut`, filters), `${name}_shortcut`) : x;
    x = b.relu(b.add(outer, shortcut, name), name);
  });
  x = b.norm(
    b.relu(b.local(x, { ...HEAD, draw: authors ? "glorotWhole" : "glorotPosition" }), "head"),
    "head",
  );
  x = tf.layers.globalMaxPooling1d({ name: "pool" }).apply(x) as tf.SymbolicTensor;
  return softmaxOutput(input, x, shape, denseDraw(shape));
}
