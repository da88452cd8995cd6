import { Layers, type Series, type Weight } from "@/lib/models/fast/layers";
import { Workspace } from "@/lib/models/fast/workspace";
import type { ModelId } from "@/lib/models/model-ids";

/** Weights by their names, "layer/kind" as in a checkpoint's meta file. */
export type NamedWeights = ReadonlyMap<string, Weight>;

/** Windows computed together: weights are read once for all of them, activations stay small. */
const TOGETHER = 32;

const BLOCKS = [16, 32, 64].flatMap((_filters, stage) =>
  [1, 2, 3].map((block) => ({
    name: `stage${stage + 1}_block${block}`,
    opensLaterStage: stage > 0 && block === 1,
  })),
);

/** A plan under construction with its weights at hand. */
class Build {
  constructor(
    readonly layers: Layers,
    private readonly weights: NamedWeights,
  ) {}

  weight(name: string): Weight {
    const found = this.weights.get(name);
    if (!found) throw new Error(`fast network: expected the weight ${name}, got none`);
    return found;
  }

  private pair(name: string): [Weight, Weight] {
    return [this.weight(`${name}/kernel`), this.weight(`${name}/bias`)];
  }

  norm(x: Series, name: string): Series {
    const kinds = ["gamma", "beta", "moving_mean", "moving_variance"] as const;
    const [a, b, c, d] = kinds.map((kind) => this.weight(`${name}_norm/${kind}`));
    return this.layers.norm(x, [a!, b!, c!, d!]);
  }

  /** A first layer of `size` taps on the one-hot window; "same" pads the larger half behind. */
  first(name: string, size: number, { local = false, same = false } = {}): Series {
    const { window } = this.layers;
    const left = same ? Math.floor((size - 1) / 2) : 0;
    const length = same ? window : window - size + 1;
    return this.layers.gather(...this.pair(name), size, length, left, local);
  }

  same(x: Series, name: string, stride = 1): Series {
    return this.layers.sameConvolution(x, ...this.pair(name), stride);
  }

  local(x: Series, name: string, left = 0, right = 0): Series {
    return this.layers.local(this.layers.pad(x, left, right), ...this.pair(name));
  }

  shared(x: Series, name: string): Series {
    return this.layers.convolution(x, ...this.pair(name));
  }

  logits(x: Series): Series {
    return this.layers.dense(x, ...this.pair("logits"));
  }
}

type Plan = (b: Build) => Series;

const threeLayers =
  (local: readonly [boolean, boolean, boolean]): Plan =>
  (b) => {
    const next = (x: Series, index: number) =>
      local[index] ? b.local(x, `layer${index + 1}`) : b.shared(x, `layer${index + 1}`);
    let x = b.norm(b.layers.relu(b.first("layer1", 8, { local: local[0] })), "layer1");
    x = b.layers.relu(next(x, 1));
    x = b.norm(b.layers.relu(next(x, 2)), "layer3");
    return b.logits(b.layers.globalMax(x));
  };

const residualShared: Plan = (b) => {
  const { layers } = b;
  let x = layers.relu(b.norm(b.first("stem", 16, { same: true }), "stem"));
  for (const { name, opensLaterStage } of BLOCKS) {
    const stride = opensLaterStage ? 2 : 1;
    const inner = layers.relu(b.norm(b.same(x, `${name}_a`, stride), `${name}_a`));
    const outer = b.norm(b.same(inner, `${name}_b`), `${name}_b`);
    const shortcut = opensLaterStage ? b.same(x, `${name}_shortcut`, stride) : x;
    x = layers.relu(layers.add(outer, shortcut));
  }
  return b.logits(layers.pool(x, 8, "mean"));
};

const residualLocal: Plan = (b) => {
  const { layers } = b;
  let x = layers.relu(b.norm(b.first("stem1", 16, { same: true }), "stem1"));
  x = layers.relu(b.norm(b.same(layers.pool(x, 2, "max"), "stem2"), "stem2"));
  for (const { name, opensLaterStage } of BLOCKS) {
    const inner = layers.relu(b.local(x, `${name}_a`, 4, 3));
    const outer = b.local(inner, `${name}_b`, 8, 7);
    const shortcut = opensLaterStage
      ? b.norm(b.same(x, `${name}_shortcut`), `${name}_shortcut`)
      : x;
    x = layers.relu(layers.add(outer, shortcut));
  }
  x = b.norm(layers.relu(b.local(x, "head")), "head");
  return b.logits(layers.globalMax(x));
};

const recurrent: Plan = (b) => {
  const [kernel, own, bias] = ["kernel", "recurrent_kernel", "bias"].map((kind) =>
    b.weight(`lstm/${kind}`),
  );
  return b.logits(b.layers.lstm(kernel!, own!, bias!));
};

const PLANS: Record<ModelId, Plan> = {
  CNN_a: threeLayers([true, true, true]),
  CNN_b: threeLayers([true, false, false]),
  CNN_c: threeLayers([false, false, true]),
  CNN_Naive_Large: threeLayers([false, false, false]),
  CNN_Naive: threeLayers([false, false, false]),
  resNet20_Naive: residualShared,
  resNet20_LocalConv: residualLocal,
  LSTM: recurrent,
};

/** What generation needs of a trained network. */
export interface FastNetwork {
  window: number;
  classes: number;
  /** Values before the softmax, [batch · classes], of windows of classes, [batch · window]. */
  logits(windows: Uint16Array, batch: number): Promise<Float32Array>;
}

/**
 * A trained network that only predicts, without TensorFlow: one-hot windows as look-ups of weight
 * rows, every other layer as products of rows with panels of weights in WebAssembly. Works in Node
 * and in browsers; its numbers equal TensorFlow's to 1e-5.
 * @param simd false forces plain loops (tests)
 * @throws Error when a weight of the architecture is missing
 */
export function fastNetwork(
  model: ModelId,
  shape: { window: number; classes: number },
  weights: NamedWeights,
  simd?: boolean,
): FastNetwork {
  const { window, classes } = shape;
  const space = new Workspace();
  const layers = new Layers(space, window, classes, TOGETHER);
  const out = PLANS[model](new Build(layers, weights));
  space.open(simd);
  return {
    window,
    classes,
    logits: async (windows, batch) => {
      const result = new Float32Array(batch * classes);
      for (let from = 0; from < batch; from += TOGETHER) {
        const count = Math.min(TOGETHER, batch - from);
        layers.windows = windows.subarray(from * window, (from + count) * window);
        for (const step of layers.steps) step(count);
        for (let b = 0; b < count; b++) {
          const at = out.at + b * out.stride;
          result.set(space.f.subarray(at, at + classes), (from + b) * classes);
        }
      }
      return result;
    },
  };
}
