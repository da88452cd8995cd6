import type { ArchitectureView, LayerView } from "./training-data";

/** What a drawn layer does. */
export type LayerKind = "input" | "local" | "shared" | "recurrent" | "pool" | "dense";

/** A layer with weights or pooling, and what follows it without changing the shape. */
export interface DrawnLayer {
  kind: LayerKind;
  kernel: number | null;
  stride: number | null;
  padding: string | null;
  output: readonly number[];
  /** Its own weights, and those of the normalisation behind it. */
  parameters: number;
  /** In order. */
  after: ("relu" | "norm" | "softmax")[];
}

/** A layer, or residual blocks that repeat. */
export type ArchitecturePart =
  | { kind: "layer"; layer: DrawnLayer }
  | { kind: "blocks"; times: number; layers: DrawnLayer[]; shortcut: DrawnLayer | null };

const KINDS: Record<string, LayerKind> = {
  InputLayer: "input",
  LocallyConnected1D: "local",
  Conv1D: "shared",
  LstmLastState: "recurrent",
  MaxPooling1D: "pool",
  AveragePooling1D: "pool",
  GlobalMaxPooling1D: "pool",
  Dense: "dense",
};
const AFTER: Record<string, DrawnLayer["after"][number]> = {
  ReLU: "relu",
  BatchNormalization: "norm",
  Softmax: "softmax",
};

/** A layer and what follows it by name: "stem1" owns "stem1_norm" and "stem1_relu". */
function drawn(layer: LayerView, all: readonly LayerView[]): DrawnLayer {
  const own = all.filter(
    ({ name, type }) =>
      type in AFTER &&
      (name.replace(/_(relu|norm)$/, "") === layer.name ||
        (type === "Softmax" && layer.type === "Dense")),
  );
  const { kernel, stride, padding, output, parameters } = layer;
  return {
    kind: KINDS[layer.type]!,
    kernel,
    stride,
    padding,
    output,
    parameters: own.reduce((sum, one) => sum + one.parameters, parameters),
    after: own.map(({ type }) => AFTER[type]!),
  };
}

interface Block {
  name: string;
  layers: DrawnLayer[];
  shortcut: DrawnLayer | null;
}

const blockName = (name: string) => /^stage\d+_block\d+/.exec(name)?.[0];

/**
 * A network as it is drawn: layers from the input to the output, residual blocks in one piece, equal
 * neighbouring blocks once with how often. All parameters are somewhere in it.
 */
export function architectureParts({ layers }: ArchitectureView): ArchitecturePart[] {
  const parts: ArchitecturePart[] = [];
  let block: Block | undefined;
  const close = () => {
    if (!block) return;
    const { layers: inner, shortcut } = block;
    const last = parts.at(-1);
    const fresh = { kind: "blocks" as const, times: 1, layers: inner, shortcut };
    const same =
      last?.kind === "blocks" && JSON.stringify({ ...last, times: 1 }) === JSON.stringify(fresh);
    if (same) last.times += 1;
    else parts.push(fresh);
    block = undefined;
  };
  for (const layer of layers.filter(({ type }) => type in KINDS)) {
    const name = blockName(layer.name);
    if (block && block.name !== name) close();
    if (!name) parts.push({ kind: "layer", layer: drawn(layer, layers) });
    else {
      block ??= { name, layers: [], shortcut: null };
      if (layer.name.endsWith("_shortcut")) block.shortcut = drawn(layer, layers);
      else block.layers.push(drawn(layer, layers));
    }
  }
  close();
  return parts;
}
