import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";

/**
 * Where first weights come from. `study`: local kernels with the fans of one position, residual
 * branches that start as the identity. `authors`: as Keras 2 drew them for the paper, fans counted
 * over the whole local kernel, and with its hard-sigmoid gates of the LSTM (docs/decisions/0001).
 */
export const INITIALISATIONS = ["study", "authors"] as const;
export type Initialisation = (typeof INITIALISATIONS)[number];

/**
 * How a kernel starts: Glorot's uniform or He's cut normal rule with the fans of the kernel's whole
 * shape (a local kernel's positions are counted too, as in Keras), Glorot's with the fans of one
 * position, or zeros.
 */
export type KernelDraw = "glorot" | "glorotPosition" | "he" | "zeros";

/** The LSTM's gates: the logistic function, or Keras 2's clip of 0.2·x + 0.5 to 0..1. */
export type GateActivation = "sigmoid" | "hardSigmoid";

/** Zeros added before and after the time axis. */
export type Padding = readonly [left: number, right: number];

/** A convolution over time with one kernel for all positions. */
export interface SharedSpec {
  kind: "shared";
  name: string;
  filters: number;
  /** Steps of the kernel. */
  size: number;
  stride: number;
  padding: "valid" | "same";
  draw: KernelDraw;
  /** Factor of the penalty on the kernel's squares; 0 = none. */
  l2: number;
}

/** A convolution with a kernel and a bias of its own at every position, stride 1. */
export interface LocalSpec {
  kind: "local";
  name: string;
  filters: number;
  size: number;
  padding: Padding;
  draw: KernelDraw;
}

/** The sum of a branch and its input, or of the input through the shortcut's layers. */
export interface ResidualSpec {
  kind: "residual";
  name: string;
  branch: readonly LayerSpec[];
  /** Empty = the input itself. */
  shortcut: readonly LayerSpec[];
}

/** One layer of a network, as data. */
export type LayerSpec =
  | SharedSpec
  | LocalSpec
  | ResidualSpec
  | { kind: "relu" | "norm" | "flatten" | "globalMax"; name: string }
  | { kind: "pool"; name: string; size: number; of: "max" | "mean" }
  | { kind: "lstm"; name: string; units: number; gates: GateActivation }
  /** As many units as the alphabet has classes; the values before the softmax. */
  | { kind: "dense"; name: string; draw: KernelDraw };

/** A network from the one-hot window [steps, classes] to the values before the softmax. */
export interface Architecture {
  layers: readonly LayerSpec[];
  /** Kernels are drawn with seed + firstDraw, seed + firstDraw + 1, … in their order. */
  firstDraw: number;
}

/** Name of the dense layer whose values stand before the softmax (training, Figure 10). */
export const LOGITS = "logits";

const norm = (name: string): LayerSpec => ({ kind: "norm", name: `${name}_norm` });
const relu = (name: string): LayerSpec => ({ kind: "relu", name: `${name}_relu` });
const dense = (draw: KernelDraw): LayerSpec => ({ kind: "dense", name: LOGITS, draw });
const globalMax: LayerSpec = { kind: "globalMax", name: "pool" };

/** Kernel sizes of the paper's three-layer networks. */
const SIZES = [8, 8, 16] as const;

interface ThreeLayers {
  local: readonly [boolean, boolean, boolean];
  filters: readonly [number, number, number];
}

/**
 * The paper's three-layer networks: valid padding, stride 1, ReLU after each layer, batch
 * normalisation after the first and the third, global max pooling over time, dense softmax.
 */
function threeLayers({ local, filters }: ThreeLayers, start: Initialisation): Architecture {
  const localDraw = start === "authors" ? "glorot" : "glorotPosition";
  const layers = SIZES.flatMap((size, index): LayerSpec[] => {
    const own = { name: `layer${index + 1}`, filters: filters[index]!, size };
    const layer: LayerSpec = local[index]
      ? { kind: "local", ...own, padding: [0, 0], draw: localDraw }
      : { kind: "shared", ...own, stride: 1, padding: "valid", draw: "glorot", l2: 0 };
    return [layer, relu(own.name), ...(index === 1 ? [] : [norm(own.name)])];
  });
  return { layers: [...layers, globalMax, dense("glorot")], firstDraw: 0 };
}

/** The nine residual blocks: three of 16, three of 32, three of 64 filters. */
const BLOCKS = [16, 32, 64].flatMap((filters, stage) =>
  [1, 2, 3].map((block) => ({
    name: `stage${stage + 1}_block${block}`,
    filters,
    opensLaterStage: stage > 0 && block === 1,
  })),
);

/** A shared layer of the residual networks: 16 steps, "same", He's rule, L2 1e-4. */
const heConvolution = (name: string, filters: number, stride = 1): SharedSpec => ({
  ...{ kind: "shared", name, filters, stride },
  ...{ size: 16, padding: "same", draw: "he", l2: 1e-4 },
});

/**
 * A residual network of 20 layers over time (He et al. 2015) with shared kernels of 16 steps:
 * 16, 32, 64 filters, stride 2 at the start of the second and third stage, batch normalisation,
 * average pooling over 8 steps, dense softmax.
 */
function residualShared(start: Initialisation): Architecture {
  const blocks = BLOCKS.flatMap(({ name, filters, opensLaterStage }): LayerSpec[] => {
    const [a, b] = [`${name}_a`, `${name}_b`];
    const stride = opensLaterStage ? 2 : 1;
    const branch = [
      ...[heConvolution(a, filters, stride), norm(a), relu(a)],
      ...[heConvolution(b, filters), norm(b)],
    ];
    const shortcut = opensLaterStage ? [heConvolution(`${name}_shortcut`, filters, stride)] : [];
    return [{ kind: "residual", name, branch, shortcut }, relu(name)];
  });
  return {
    layers: [
      ...[heConvolution("stem", 16), norm("stem"), relu("stem")],
      ...blocks,
      { kind: "pool", name: "pool", size: 8, of: "mean" },
      { kind: "flatten", name: "flatten" },
      dense(start === "authors" ? "he" : "glorot"),
    ],
    firstDraw: 1,
  };
}

/**
 * One block of the residual network with local convolutions. Without normalisation in the branch
 * nine blocks would double the variance nine times: `study` starts each as the identity (zero last
 * kernel, as in Zhang et al. 2019, Fixup). Fans over the whole kernel make the authors' branch so
 * small that it needs no such start.
 */
function localBlock(block: (typeof BLOCKS)[number], start: Initialisation): LayerSpec[] {
  const { name, filters, opensLaterStage } = block;
  const [a, b, wider] = [`${name}_a`, `${name}_b`, `${name}_shortcut`];
  const [first, last]: KernelDraw[] =
    start === "authors" ? ["he", "he"] : ["glorotPosition", "zeros"];
  const branch: LayerSpec[] = [
    { kind: "local", name: a, filters, size: 8, padding: [4, 3], draw: first! },
    relu(a),
    { kind: "local", name: b, filters, size: 16, padding: [8, 7], draw: last! },
  ];
  const shortcut = opensLaterStage ? [heConvolution(wider, filters), norm(wider)] : [];
  return [{ kind: "residual", name, branch, shortcut }, relu(name)];
}

/**
 * The paper's residual network with local convolutions: two shared convolutions, then nine residual
 * blocks of two locally connected layers (kernels 8 and 16, zero padding 4 + 3 and 8 + 7), one more
 * local layer, global max pooling, dense softmax. Time is halved once, after the first layer.
 */
function residualLocal(start: Initialisation): Architecture {
  const authors = start === "authors";
  const stem = heConvolution("stem1", 64);
  const head = { name: "head", filters: 32, size: 16, padding: [0, 0] } as const;
  return {
    layers: [
      authors ? { ...stem, draw: "glorot", l2: 0 } : stem,
      ...[norm("stem1"), relu("stem1")],
      { kind: "pool", name: "stem_pool", size: 2, of: "max" },
      ...[heConvolution("stem2", 16), norm("stem2"), relu("stem2")],
      ...BLOCKS.flatMap((block) => localBlock(block, start)),
      { kind: "local", ...head, draw: authors ? "glorot" : "glorotPosition" },
      ...[relu("head"), norm("head"), globalMax],
      dense(authors ? "he" : "glorot"),
    ],
    firstDraw: 1,
  };
}

/** One LSTM of 512 units, its last state, dense softmax. */
function recurrent(start: Initialisation): Architecture {
  const gates = start === "authors" ? "hardSigmoid" : "sigmoid";
  return {
    layers: [{ kind: "lstm", name: "lstm", units: 512, gates }, dense("glorot")],
    firstDraw: 0,
  };
}

const FILTERS = [8, 32, 64] as const;

/** The eight networks; total by type, so that a new id without layers does not compile. */
const ARCHITECTURES: Record<ModelId, (start: Initialisation) => Architecture> = {
  CNN_a: (start) => threeLayers({ local: [true, true, true], filters: FILTERS }, start),
  CNN_b: (start) => threeLayers({ local: [true, false, false], filters: FILTERS }, start),
  CNN_c: (start) => threeLayers({ local: [false, false, true], filters: FILTERS }, start),
  CNN_Naive_Large: (start) =>
    threeLayers({ local: [false, false, false], filters: [64, 64, 117] }, start),
  CNN_Naive: (start) => threeLayers({ local: [false, false, false], filters: FILTERS }, start),
  resNet20_Naive: residualShared,
  resNet20_LocalConv: residualLocal,
  LSTM: recurrent,
};

/**
 * The layers of a model.
 * @throws InputError when the id is not one of the eight
 */
export function architectureOf(id: string, initialisation: Initialisation = "study"): Architecture {
  const make = ARCHITECTURES[id as ModelId];
  if (!make) throw new InputError(`model: expected one of ${MODEL_IDS.join(", ")}, got "${id}"`);
  return make(initialisation);
}
