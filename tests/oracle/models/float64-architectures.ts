import * as l from "@/tests/oracle/models/float64-layers";

/** Gives the weight of that name and shape; the caller decides its values. */
export type Weights = (name: string, shape: readonly number[]) => l.Weight;

/** Values before the softmax for one window of classes. */
export type Forward = (window: l.Series, classes: number, weights: Weights) => Float64Array;

const KERNEL_SIZES = [8, 8, 16] as const;

function normed(x: l.Series, name: string, w: Weights): l.Series {
  const channels = [x[0]!.length];
  return l.batchNorm(x, [
    w(`${name}/gamma`, channels),
    w(`${name}/beta`, channels),
    w(`${name}/moving_mean`, channels),
    w(`${name}/moving_variance`, channels),
  ]);
}

function logits(x: Float64Array, classes: number, w: Weights): Float64Array {
  return l.dense(x, w("logits/kernel", [x.length, classes]), w("logits/bias", [classes]));
}

function localLayer(
  x: l.Series,
  name: string,
  filters: number,
  size: number,
  pad: [number, number],
  w: Weights,
) {
  const positions = x.length + pad[0] + pad[1] - size + 1;
  const kernel = w(`${name}/local_kernel`, [positions, size * x[0]!.length, filters]);
  return l.local(x, kernel, w(`${name}/bias`, [positions, filters]), ...pad);
}

function sharedLayer(x: l.Series, name: string, filters: number, size: number, w: Weights) {
  const kernel = w(`${name}/kernel`, [size, x[0]!.length, filters]);
  return l.convolution(x, kernel, w(`${name}/bias`, [filters]));
}

function sameLayer(x: l.Series, name: string, filters: number, stride: number, w: Weights) {
  const kernel = w(`${name}/kernel`, [16, x[0]!.length, filters]);
  return l.sameConvolution(x, kernel, w(`${name}/bias`, [filters]), stride);
}

const threeLayers =
  (local: readonly boolean[], filters: readonly number[]): Forward =>
  (window, classes, w) => {
    let x = window;
    for (const index of [0, 1, 2]) {
      const name = `layer${index + 1}`;
      const size = KERNEL_SIZES[index]!;
      x = local[index]
        ? localLayer(x, name, filters[index]!, size, [0, 0], w)
        : sharedLayer(x, name, filters[index]!, size, w);
      x = l.relu(x);
      if (index !== 1) x = normed(x, `${name}_norm`, w);
    }
    return logits(l.globalMax(x), classes, w);
  };

const BLOCKS = [16, 32, 64].flatMap((filters, stage) =>
  [1, 2, 3].map((block) => ({
    name: `stage${stage + 1}_block${block}`,
    filters,
    opensLaterStage: stage > 0 && block === 1,
  })),
);

const residualShared: Forward = (window, classes, w) => {
  let x = l.relu(normed(sameLayer(window, "stem", 16, 1, w), "stem_norm", w));
  for (const { name, filters, opensLaterStage } of BLOCKS) {
    const stride = opensLaterStage ? 2 : 1;
    const a = l.relu(normed(sameLayer(x, `${name}_a`, filters, stride, w), `${name}_a_norm`, w));
    const b = normed(sameLayer(a, `${name}_b`, filters, 1, w), `${name}_b_norm`, w);
    const shortcut = opensLaterStage ? sameLayer(x, `${name}_shortcut`, filters, 2, w) : x;
    x = l.relu(l.add(b, shortcut));
  }
  return logits(l.flatten(l.averagePool(x, 8)), classes, w);
};

const residualLocal: Forward = (window, classes, w) => {
  let x = l.relu(normed(sameLayer(window, "stem1", 64, 1, w), "stem1_norm", w));
  x = l.maxPool(x, 2);
  x = l.relu(normed(sameLayer(x, "stem2", 16, 1, w), "stem2_norm", w));
  for (const { name, filters, opensLaterStage } of BLOCKS) {
    const a = l.relu(localLayer(x, `${name}_a`, filters, 8, [4, 3], w));
    const b = localLayer(a, `${name}_b`, filters, 16, [8, 7], w);
    const shortcut = opensLaterStage
      ? normed(sameLayer(x, `${name}_shortcut`, filters, 1, w), `${name}_shortcut_norm`, w)
      : x;
    x = l.relu(l.add(b, shortcut));
  }
  x = normed(l.relu(localLayer(x, "head", 32, 16, [0, 0], w)), "head_norm", w);
  return logits(l.globalMax(x), classes, w);
};

const recurrent: Forward = (window, classes, w) => {
  const kernel = w("lstm/kernel", [classes, 2048]);
  const state = l.lstm(
    window,
    kernel,
    w("lstm/recurrent_kernel", [512, 2048]),
    w("lstm/bias", [2048]),
  );
  return logits(state, classes, w);
};

const SMALL = [8, 32, 64];

/** The eight architectures of the paper in float64, written from its description. */
export const FLOAT64: Record<string, Forward> = {
  CNN_a: threeLayers([true, true, true], SMALL),
  CNN_b: threeLayers([true, false, false], SMALL),
  CNN_c: threeLayers([false, false, true], SMALL),
  CNN_Naive: threeLayers([false, false, false], SMALL),
  CNN_Naive_Large: threeLayers([false, false, false], [64, 64, 117]),
  resNet20_Naive: residualShared,
  resNet20_LocalConv: residualLocal,
  LSTM: recurrent,
};
