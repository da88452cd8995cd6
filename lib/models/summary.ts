import type * as tf from "@tensorflow/tfjs";
import { z } from "zod";

/** One layer of a network, as a table shows it. */
export const layerSummarySchema = z.strictObject({
  name: z.string().min(1),
  /** Class of the layer: Conv1D, LocallyConnected1D, BatchNormalization … */
  type: z.string().min(1),
  /** Steps of the kernel or pool; null where the layer has none. */
  kernel: z.int().positive().nullable(),
  stride: z.int().positive().nullable(),
  /** "valid", "same", or zeros before and after as "4 + 3"; null where it does not apply. */
  padding: z.string().nullable(),
  /** Output shape of one example, [steps, channels] or [units]. */
  output: z.array(z.int().positive()),
  parameters: z.int().min(0),
  /** Has its own kernel at every position. */
  local: z.boolean(),
  /** Arithmetic operations (a multiplication and an addition each) of one window, forward. */
  operations: z.int().min(0),
  /** Names of the layers that it reads. */
  inputs: z.array(z.string()),
});

/** One row of a network's layer table. */
export type LayerSummary = z.infer<typeof layerSummarySchema>;

const first = (value: unknown): number | null => {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === "number" ? one : null;
};

function paddingOf(config: tf.serialization.ConfigDict): string | null {
  const { padding } = config;
  if (Array.isArray(padding)) {
    const [left, right] = padding as number[];
    return left === 0 && right === 0 ? "valid" : `${left} + ${right}`;
  }
  return typeof padding === "string" ? padding : null;
}

function shapeOf(tensor: tf.SymbolicTensor | tf.SymbolicTensor[]): number[] {
  const one = Array.isArray(tensor) ? tensor[0]! : tensor;
  return one.shape.slice(1).map((size) => size!);
}

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/**
 * Multiplications and additions of one window in the layers that cost arithmetic (convolutions,
 * dense, LSTM); what the others do is under a hundredth of it.
 */
function operationsOf(layer: tf.layers.Layer, output: number[], input: number[]): number {
  const kernels = layer.trainableWeights.filter((w) => w.shape.length > 1);
  const kernelSize = kernels.reduce((sum, w) => sum + product(w.shape as number[]), 0);
  switch (layer.getClassName()) {
    case "Conv1D":
      return 2 * output[0]! * kernelSize;
    case "LstmLastState":
      return 2 * input[0]! * kernelSize;
    case "LocallyConnected1D":
    case "Dense":
      return 2 * kernelSize;
    default:
      return 0;
  }
}

function inputsOf(layer: tf.layers.Layer): string[] {
  const { inboundNodes } = layer as unknown as {
    inboundNodes: { inboundLayers: tf.layers.Layer[] }[];
  };
  return (inboundNodes[0]?.inboundLayers ?? []).map((inbound) => inbound.name);
}

function summariseLayer(layer: tf.layers.Layer): LayerSummary {
  const config = layer.getConfig();
  const output = shapeOf(layer.output);
  const type = layer.getClassName();
  const kernel = first(config.kernelSize ?? config.poolSize);
  return {
    name: layer.name,
    type,
    kernel,
    stride: first(config.strides) ?? (type === "LocallyConnected1D" ? 1 : null),
    padding: paddingOf(config),
    output,
    parameters: layer.countParams(),
    local: type === "LocallyConnected1D",
    operations: operationsOf(layer, output, shapeOf(layer.input)),
    inputs: inputsOf(layer),
  };
}

/** The layers of a network in the order in which they compute. */
export function summarise(model: tf.LayersModel): LayerSummary[] {
  return model.layers.map(summariseLayer);
}

/** Operations of one window, forward, in all layers together. */
export function operationsOfModel(layers: readonly LayerSummary[]): number {
  return layers.reduce((sum, layer) => sum + layer.operations, 0);
}
