import {
  type Batch,
  drawnOrder,
  type Places,
  readBatch,
  type Texts,
  type WindowLayout,
} from "@/lib/datasets/windows";
import { namedStream } from "@/lib/shared/rng";
import { adamUpdate, freshAdam } from "@/lib/training/adam";
import type { Loss } from "@/lib/training/network";

/** A softmax over a linear function of the one-hot window: the simplest model that sees all of it. */
export interface LinearSoftmax {
  /** Events in a window. */
  size: number;
  classes: number;
  /** [size · classes, classes]: the row of an event at a position is what it adds to every class. */
  weights: Float32Array;
  bias: Float32Array;
}

/** How the linear baseline is trained (Adam). */
export interface LinearSettings {
  passes: number;
  batch: number;
  rate: number;
  seed: number;
}

/** Three passes over all windows, as the published baseline. */
export const LINEAR_SETTINGS: LinearSettings = { passes: 3, batch: 512, rate: 1e-3, seed: 1 };

const BATCH = 1024;

/** Probabilities of a batch's windows, [batch · classes]: only one row of weights an event is read. */
function forward(model: LinearSoftmax, batch: Batch): Float32Array {
  const { size, classes, weights, bias } = model;
  const p = new Float32Array(batch.size * classes);
  const z = new Float64Array(classes);
  for (let row = 0; row < batch.size; row++) {
    z.set(bias);
    for (let i = 0; i < size; i++) {
      const from = (i * classes + batch.windows[row * size + i]!) * classes;
      for (let c = 0; c < classes; c++) z[c]! += weights[from + c]!;
    }
    softmaxInto(z, p, row * classes);
  }
  return p;
}

function softmaxInto(z: Float64Array, out: Float32Array, from: number): void {
  let highest = -Infinity;
  for (let c = 0; c < z.length; c++) if (z[c]! > highest) highest = z[c]!;
  let sum = 0;
  for (let c = 0; c < z.length; c++) {
    z[c] = Math.exp(z[c]! - highest);
    sum += z[c]!;
  }
  for (let c = 0; c < z.length; c++) out[from + c] = z[c]! / sum;
}

/** Gradients of the mean cross-entropy, added row by row where events stand. */
function backward(model: LinearSoftmax, batch: Batch, p: Float32Array, g: Gradients): void {
  const { size, classes } = model;
  g.weights.fill(0);
  g.bias.fill(0);
  for (let row = 0; row < batch.size; row++) {
    const at = row * classes;
    p[at + batch.labels[row]!]! -= 1;
    for (let c = 0; c < classes; c++) {
      p[at + c]! /= batch.size;
      g.bias[c]! += p[at + c]!;
    }
    for (let i = 0; i < size; i++) {
      const from = (i * classes + batch.windows[row * size + i]!) * classes;
      for (let c = 0; c < classes; c++) g.weights[from + c]! += p[at + c]!;
    }
  }
}

type Gradients = Pick<LinearSoftmax, "weights" | "bias">;

/**
 * Trains the linear baseline on windows of the texts.
 * @param onPass called with each pass (from 1) and the model as it stands
 */
export function trainLinearSoftmax(
  texts: Texts,
  places: Places,
  layout: WindowLayout,
  classes: number,
  settings: LinearSettings = LINEAR_SETTINGS,
  onPass?: (pass: number, model: LinearSoftmax) => void,
): LinearSoftmax {
  const length = layout.size * classes * classes;
  const zeros = () => ({ weights: new Float32Array(length), bias: new Float32Array(classes) });
  const model: LinearSoftmax = { size: layout.size, classes, ...zeros() };
  const gradients = zeros();
  const adam = freshAdam([length, classes]);
  for (let pass = 0; pass < settings.passes; pass++) {
    const order = drawnOrder(places.count, namedStream(settings.seed, "linear", pass));
    for (let from = 0; from < order.length; from += settings.batch) {
      const batch = readBatch(texts, places, order.subarray(from, from + settings.batch), layout);
      backward(model, batch, forward(model, batch), gradients);
      const pairs = [
        [model.weights, model.bias],
        [gradients.weights, gradients.bias],
      ] as const;
      adamUpdate(adam, pairs[0], pairs[1], settings.rate);
    }
    onPass?.(pass + 1, model);
  }
  return model;
}

/**
 * Mean cross-entropy in nats and accuracy over windows.
 * @param which places to count; all when left out
 */
export function evaluateLinear(
  model: LinearSoftmax,
  texts: Texts,
  places: Places,
  layout: WindowLayout,
  which: ArrayLike<number> = Int32Array.from({ length: places.count }, (_, i) => i),
): Loss {
  const indices = Int32Array.from(which);
  let [loss, right] = [0, 0];
  for (let from = 0; from < indices.length; from += BATCH) {
    const batch = readBatch(texts, places, indices.subarray(from, from + BATCH), layout);
    const p = forward(model, batch);
    for (let row = 0; row < batch.size; row++) {
      const scores = p.subarray(row * model.classes, (row + 1) * model.classes);
      const label = batch.labels[row]!;
      // float32 probabilities end at 1e-45; no label may cost infinitely much
      loss -= Math.log(Math.max(scores[label]!, 1e-45));
      if (scores.indexOf(Math.max(...scores)) === label) right += 1;
    }
  }
  return { loss: loss / indices.length, accuracy: right / indices.length, count: indices.length };
}
