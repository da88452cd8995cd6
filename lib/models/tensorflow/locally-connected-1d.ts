import * as tf from "@tensorflow/tfjs";
import type { KernelDraw, Padding } from "@/lib/models/architecture";
import { localConvolution, outputLength } from "@/lib/models/tensorflow/local-convolution";

/** Settings of a `LocallyConnected1D` layer. */
export interface LocallyConnected1DConfig {
  name?: string;
  filters: number;
  kernelSize: number;
  /** Zeros before and after the time axis; [0, 0] is Keras's "valid". */
  padding?: Padding;
  useBias?: boolean;
  draw?: KernelDraw;
  seed?: number;
}

type LayerArgs = ConstructorParameters<typeof tf.layers.Layer>[0];

/**
 * A one-dimensional layer like a convolution whose kernel and bias are not shared over time
 * (Taigman et al. 2014, DeepFace). Input [batch, length, channels], output [batch, positions,
 * filters] with positions = length + padding − kernelSize + 1; kernel [positions,
 * kernelSize · channels, filters], bias [positions, filters].
 *
 * The usual initial bound counts the fans of one position, √(6 / (size·C + size·F)): Glorot's rule
 * on the whole kernel shape counts the positions too and makes weights smaller by their root.
 * @throws Error when the input is shorter than the kernel, or not of rank 3.
 */
export class LocallyConnected1D extends tf.layers.Layer {
  static readonly className = "LocallyConnected1D";
  private readonly filters: number;
  private readonly kernelSize: number;
  private readonly padding: Padding;
  private readonly useBias: boolean;
  private readonly draw: KernelDraw;
  private readonly seed: number | undefined;
  private kernel!: tf.LayerVariable;
  private bias: tf.LayerVariable | undefined;

  constructor(config: LocallyConnected1DConfig) {
    super(config as LayerArgs);
    this.filters = config.filters;
    this.kernelSize = config.kernelSize;
    this.padding = config.padding ?? [0, 0];
    this.useBias = config.useBias ?? true;
    this.draw = config.draw ?? "glorotPosition";
    this.seed = config.seed;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [, , channels] = inputShape as tf.Shape;
    const [, positions] = this.computeOutputShape(inputShape) as [number, number, number];
    const zeros = tf.initializers.zeros();
    this.kernel = this.addWeight(
      "kernel",
      [positions, this.kernelSize * channels!, this.filters],
      "float32",
      this.kernelInitializer(channels!),
    );
    if (this.useBias) {
      this.bias = this.addWeight("bias", [positions, this.filters], "float32", zeros);
    }
    super.build(inputShape);
  }

  private kernelInitializer(channels: number) {
    const { seed } = this;
    switch (this.draw) {
      case "zeros":
        return tf.initializers.zeros();
      case "glorot":
        return tf.initializers.glorotUniform({ seed });
      case "he":
        return tf.initializers.heNormal({ seed });
      case "glorotPosition": {
        const bound = Math.sqrt(6 / (this.kernelSize * (channels + this.filters)));
        return tf.initializers.randomUniform({ minval: -bound, maxval: bound, seed });
      }
    }
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const shape = inputShape as tf.Shape;
    const length = shape[1];
    if (shape.length !== 3 || length == null) {
      throw new Error(`LocallyConnected1D: expected [batch, length, channels], got [${shape}]`);
    }
    const positions = outputLength(length, this.kernelSize, this.padding);
    if (positions < 1) {
      throw new Error(
        `LocallyConnected1D: expected at least ${this.kernelSize} steps with padding, got ${length}`,
      );
    }
    return [shape[0]!, positions, this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
      const kernel = this.kernel.read() as tf.Tensor3D;
      const y = localConvolution(x, kernel, this.kernelSize, this.padding);
      return this.bias ? tf.add(y, this.bias.read()) : y;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernelSize: this.kernelSize,
      padding: [...this.padding],
      useBias: this.useBias,
      draw: this.draw,
      seed: this.seed ?? null,
    };
  }
}

tf.serialization.registerClass(LocallyConnected1D as never);
