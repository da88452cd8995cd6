import { z } from "zod";
import type { Architecture, LayerSpec, ResidualSpec } from "@/lib/models/architecture";

/** One layer of a network, as a table shows it. */
export const layerSummarySchema = z.strictObject({
  name: z.string().min(1),
  /** Class of the layer in Keras's words: Conv1D, LocallyConnected1D, BatchNormalization … */
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

type Facts = Pick<LayerSummary, "type" | "output"> & Partial<LayerSummary>;
type Plain = Exclude<LayerSpec, ResidualSpec>;

/** What a layer makes of an input; `classes` is the size of the alphabet. */
function factsOf(spec: Plain, input: readonly number[], classes: number): Facts {
  const [steps, channels] = input as [number, number];
  switch (spec.kind) {
    case "shared": {
      const { size: kernel, stride, padding, filters } = spec;
      const reached = padding === "same" ? steps : steps - kernel + 1;
      const positions = Math.ceil(reached / stride);
      const weights = kernel * channels * filters;
      const [parameters, operations] = [weights + filters, 2 * positions * weights];
      const output = [positions, filters];
      return { type: "Conv1D", kernel, stride, padding, output, parameters, operations };
    }
    case "local": {
      const { size: kernel, filters } = spec;
      const [left, right] = spec.padding;
      const positions = steps + left + right - kernel + 1;
      const weights = positions * kernel * channels * filters;
      const padding = left === 0 && right === 0 ? "valid" : `${left} + ${right}`;
      const own = { kernel, stride: 1, padding, output: [positions, filters], local: true };
      const parameters = weights + positions * filters;
      return { type: "LocallyConnected1D", ...own, parameters, operations: 2 * weights };
    }
    case "norm":
      return { type: "BatchNormalization", output: [...input], parameters: 4 * channels };
    case "relu":
      return { type: "ReLU", output: [...input] };
    case "flatten":
      return { type: "Flatten", output: [steps * channels] };
    case "globalMax":
      return { type: "GlobalMaxPooling1D", output: [channels] };
    case "pool": {
      const type = spec.of === "max" ? "MaxPooling1D" : "AveragePooling1D";
      const own = { kernel: spec.size, stride: spec.size, padding: "valid" };
      return { type, ...own, output: [Math.floor(steps / spec.size), channels] };
    }
    case "lstm": {
      const weights = 4 * spec.units * (channels + spec.units);
      const [parameters, operations] = [weights + 4 * spec.units, 2 * steps * weights];
      return { type: "LstmLastState", output: [spec.units], parameters, operations };
    }
    case "dense": {
      const weights = steps * classes;
      const [parameters, operations] = [weights + classes, 2 * weights];
      return { type: "Dense", output: [classes], parameters, operations };
    }
  }
}

const NOTHING = { kernel: null, stride: null, padding: null, parameters: 0, local: false };

/** A table under construction: the last layer of each way through it is what the next one reads. */
class Table {
  readonly rows: LayerSummary[] = [];
  constructor(private readonly classes: number) {}

  add(name: string, facts: Facts, inputs: readonly LayerSummary[]): LayerSummary {
    const names = inputs.map((input) => input.name);
    const row = { ...NOTHING, operations: 0, ...facts, name, inputs: names };
    this.rows.push(row);
    return row;
  }

  through(layers: readonly LayerSpec[], from: LayerSummary): LayerSummary {
    return layers.reduce((input, spec) => {
      if (spec.kind !== "residual")
        return this.add(spec.name, factsOf(spec, input.output, this.classes), [input]);
      const ways = [spec.branch, spec.shortcut].map((way) => this.through(way, input));
      return this.add(`${spec.name}_add`, { type: "Add", output: ways[0]!.output }, ways);
    }, from);
  }
}

/**
 * The layers of a network in the order in which they compute, from its description alone.
 * @param window steps of the input
 * @param classes size of the alphabet
 */
export function layerTable(
  { layers }: Architecture,
  window: number,
  classes: number,
): LayerSummary[] {
  const table = new Table(classes);
  const input = table.add("window", { type: "InputLayer", output: [window, classes] }, []);
  const logits = table.through(layers, input);
  table.add("softmax", { type: "Softmax", output: logits.output }, [logits]);
  return table.rows;
}

/** Parameters of all layers together, moving statistics included. */
export function parametersOfModel(layers: readonly LayerSummary[]): number {
  return layers.reduce((sum, layer) => sum + layer.parameters, 0);
}

/** Operations of one window, forward, in all layers together. */
export function operationsOfModel(layers: readonly LayerSummary[]): number {
  return layers.reduce((sum, layer) => sum + layer.operations, 0);
}
