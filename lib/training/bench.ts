import * as tf from "@tensorflow/tfjs";
import { type Batch, consecutiveWindows } from "@/lib/datasets/windows";
import { architectureOf } from "@/lib/models/architecture";
import { layerTable, operationsOfModel } from "@/lib/models/layer-table";
import { WINDOW } from "@/lib/models/model-ids";
import { buildModel } from "@/lib/models/tensorflow/build-model";
import { namedStream } from "@/lib/shared/rng";
import { adamUpdate, freshAdam } from "@/lib/training/adam";
import {
  gradientsOf,
  type Network,
  network,
  readWeights,
  writeWeights,
} from "@/lib/training/network";

/** Times of one repeated piece of work, in milliseconds. */
export interface Times {
  best: number;
  median: number;
  repeats: number;
}

/** Best and middle of measured times. */
export function summariseTimes(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { best: sorted[0]!, median, repeats: sorted.length };
}

/** Runs work `repeats` times after `warmUp` runs that do not count (compilation, first allocation). */
export async function timed(
  work: () => Promise<unknown>,
  repeats: number,
  warmUp = 2,
): Promise<Times> {
  const times: number[] = [];
  for (let i = -warmUp; i < repeats; i++) {
    const started = performance.now();
    await work();
    if (i >= 0) times.push(performance.now() - started);
  }
  return summariseTimes(times);
}

/** GFLOP per second of an n³ matrix product on the active backend: what training is measured against. */
export async function matmulRate(n = 2048, repeats = 5): Promise<{ gflops: number; times: Times }> {
  const a = tf.randomUniform([n, n]);
  const b = tf.randomUniform([n, n]);
  const times = await timed(async () => {
    const product = tf.matMul(a, b);
    // Reading one number waits for backends that compute behind our back.
    const corner = tf.slice(product, [0, 0], [1, 1]);
    await corner.data();
    tf.dispose([product, corner]);
  }, repeats);
  tf.dispose([a, b]);
  return { gflops: (2 * n ** 3) / 1e6 / times.best, times };
}

function drawnBatch(size: number, classes: number): Batch {
  const rng = namedStream(1, "bench");
  const layout = consecutiveWindows();
  const draw = () => rng.int(0, classes - 1);
  return {
    size,
    windows: Uint16Array.from({ length: size * layout.size }, draw),
    labels: Uint16Array.from({ length: size }, draw),
  };
}

/** One training step of a model: time, and arithmetic against the backend's matrix products. */
export interface StepBench {
  model: string;
  classes: number;
  batch: number;
  ms: Times;
  examplesPerSecond: number;
  /** Operations of a step, forward and backward: three times the forward ones. */
  gflop: number;
  gflops: number;
  /** Of the matrix product rate, 0..1, by the best times of both. */
  share: number;
  /** Most memory that the process has held so far, GB. */
  memoryGb: number;
}

async function step(
  net: Network,
  batch: Batch,
  weights: Float32Array[],
  adam: ReturnType<typeof freshAdam>,
) {
  const { gradients } = await gradientsOf(net, batch);
  adamUpdate(adam, weights, gradients, 1e-4);
  writeWeights(net.trainable, weights);
}

/**
 * Measures a whole training step as `fit` does it: one-hot windows, forward, backward, Adam, weights
 * written back.
 * @param rate the backend's matrix product rate, GFLOP/s
 */
export async function benchStep(
  id: string,
  {
    classes = 38,
    batch = 512,
    repeats = 5,
    rate,
  }: { classes?: number; batch?: number; repeats?: number; rate: number },
): Promise<StepBench> {
  const model = buildModel(id, classes, 1);
  const net = network(model);
  const drawn = drawnBatch(batch, classes);
  const weights = await readWeights(net.trainable);
  const adam = freshAdam(net.trainable.map((variable) => variable.size));
  const ms = await timed(() => step(net, drawn, weights, adam), repeats);
  const operations = operationsOfModel(layerTable(architectureOf(id), WINDOW, classes));
  const gflop = (3 * batch * operations) / 1e9;
  model.dispose();
  const gflops = gflop / (ms.best / 1000);
  const memoryGb = (process.resourceUsage().maxRSS * 1024) / 1e9;
  return {
    model: id,
    classes,
    batch,
    ms,
    examplesPerSecond: batch / (ms.best / 1000),
    gflop,
    gflops,
    share: gflops / rate,
    memoryGb,
  };
}

/** Scores the next event of a batch of windows; what generation calls once an event. */
export type EventScorer = (windows: Uint16Array, batch: number) => Promise<unknown>;

/** Batch sizes at which generation is measured. */
export const EVENT_BATCHES = [1, 10, 64] as const;

/** Milliseconds of one sampling call at each batch size (one event of every clip in the batch). */
export async function benchCalls(
  score: EventScorer,
  { window, classes, repeats = 9 }: { window: number; classes: number; repeats?: number },
): Promise<Record<(typeof EVENT_BATCHES)[number], Times>> {
  const times = {} as Record<(typeof EVENT_BATCHES)[number], Times>;
  for (const batch of EVENT_BATCHES) {
    const { windows } = drawnBatch(batch, classes);
    times[batch] = await timed(() => score(windows.subarray(0, batch * window), batch), repeats);
  }
  return times;
}

/** Windows that the paper predicts at once where it gives a time. */
const PAPER_BATCH = 512;

/** Milliseconds of predicting one batch of 512 windows, the paper's "ms/event". */
export function benchPaperBatch(
  score: EventScorer,
  { window, classes, repeats = 5 }: { window: number; classes: number; repeats?: number },
): Promise<Times> {
  const { windows } = drawnBatch(PAPER_BATCH, classes);
  return timed(() => score(windows.subarray(0, PAPER_BATCH * window), PAPER_BATCH), repeats, 1);
}
