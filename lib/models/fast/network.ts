import { architectureOf, type Initialisation, type LayerSpec } from "@/lib/models/architecture";
import { Layers, type Series, type Weight } from "@/lib/models/fast/layers";
import { Workspace } from "@/lib/models/fast/workspace";
import type { ModelId } from "@/lib/models/model-ids";

/** Weights by their names, "layer/kind" as in a checkpoint's meta file. */
export type NamedWeights = ReadonlyMap<string, Weight>;

/** Windows computed together: weights are read once for all of them, activations stay small. */
const TOGETHER = 32;

type Pair = [kernel: Weight, bias: Weight];

/** A plan under construction, with the weights at hand by the layers' names. */
class Plan {
  constructor(
    private readonly layers: Layers,
    private readonly weights: NamedWeights,
  ) {}

  private weight(name: string): Weight {
    const found = this.weights.get(name);
    if (!found) throw new Error(`fast network: expected the weight ${name}, got none`);
    return found;
  }

  private all(name: string, kinds: readonly string[]): Weight[] {
    return kinds.map((kind) => this.weight(`${name}/${kind}`));
  }

  private pair(name: string): Pair {
    return this.all(name, ["kernel", "bias"]) as Pair;
  }

  /** A layer that reads the one-hot window, which is never laid out. */
  private first(spec: LayerSpec): Series {
    const { layers } = this;
    switch (spec.kind) {
      case "shared": {
        const same = spec.padding === "same";
        const left = same ? Math.floor((spec.size - 1) / 2) : 0;
        const length = same ? layers.window : layers.window - spec.size + 1;
        return layers.gather(...this.pair(spec.name), spec.size, length, left);
      }
      case "local": {
        const length = layers.window - spec.size + 1;
        return layers.gather(...this.pair(spec.name), spec.size, length, 0, true);
      }
      case "lstm": {
        const [kernel, own, bias] = this.all(spec.name, ["kernel", "recurrent_kernel", "bias"]);
        return layers.lstm(kernel!, own!, bias!, spec.gates);
      }
      default:
        throw new Error(`fast network: expected a layer that can read a window, got ${spec.kind}`);
    }
  }

  private next(x: Series, spec: LayerSpec): Series {
    const { layers } = this;
    switch (spec.kind) {
      case "shared":
        return spec.padding === "same"
          ? layers.sameConvolution(x, ...this.pair(spec.name), spec.stride)
          : layers.convolution(x, ...this.pair(spec.name), spec.stride);
      case "local":
        return layers.local(layers.pad(x, ...spec.padding), ...this.pair(spec.name));
      case "norm": {
        const kinds = ["gamma", "beta", "moving_mean", "moving_variance"];
        const [a, b, c, d] = this.all(spec.name, kinds);
        return layers.norm(x, [a!, b!, c!, d!]);
      }
      case "relu":
        return layers.relu(x);
      case "pool":
        return layers.pool(x, spec.size, spec.of);
      case "globalMax":
        return layers.globalMax(x);
      // The rows of an example lie beside each other already.
      case "flatten":
        return x;
      case "dense":
        return layers.dense(x, ...this.pair(spec.name));
      case "residual":
        return layers.add(this.through(x, spec.branch), this.through(x, spec.shortcut));
      case "lstm":
        throw new Error("fast network: expected the LSTM to read the window");
    }
  }

  through(x: Series, specs: readonly LayerSpec[]): Series {
    return specs.reduce((input, spec) => this.next(input, spec), x);
  }

  /** The whole network: its first layer reads the window. */
  whole([first, ...rest]: readonly LayerSpec[]): Series {
    return this.through(this.first(first!), rest);
  }
}

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
  shape: { window: number; classes: number; initialisation?: Initialisation },
  weights: NamedWeights,
  simd?: boolean,
): FastNetwork {
  const { window, classes, initialisation } = shape;
  const space = new Workspace();
  const layers = new Layers(space, window, classes, TOGETHER);
  const out = new Plan(layers, weights).whole(architectureOf(model, initialisation).layers);
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
