import type { LoadedCorpus } from "@/lib/datasets/load";
import { drawnOrder, readBatch } from "@/lib/datasets/windows";
import type { Encoding } from "@/lib/encoding/encoding";
import type { Progress } from "@/lib/shared/progress";
import { namedStream } from "@/lib/shared/rng";
import { adamUpdate, freshAdam } from "@/lib/training/adam";
import { evaluate } from "@/lib/training/evaluate";
import { gradientsOf, type Network, readWeights, writeWeights } from "@/lib/training/network";
import { type TrainingPlan, trainingPlan } from "@/lib/training/plan";
import { rateAt } from "@/lib/training/schedule";
import {
  type LogEntry,
  loadState,
  noteDivergence,
  PLAN_DONE,
  type RunIdentity,
  saveState,
  type TrainingState,
} from "@/lib/training/state";
import { transposeBatch } from "@/lib/training/transposition";

/** What a running training tells its caller. */
export interface TrainingProgress extends Progress {
  loss: number;
  examplesPerSecond: number;
  secondsLeft: number;
}

export interface FitOptions {
  net: Network;
  corpus: LoadedCorpus;
  encoding: Encoding;
  identity: RunIdentity;
  /** Where the run is stored; resumed from when it holds one. */
  folder: string;
  /** Weights to start from, in the model's order; the model's own when left out. */
  initial?: readonly Float32Array[];
  /** Stops after the current batch, with the state stored. */
  signal?: AbortSignal;
  /** Seconds after which to store the state between validations too; 300 when left out. */
  storeEvery?: number;
  onProgress?: (progress: TrainingProgress) => void;
  /** Called after each validation with the whole log of the run, the new entry last. */
  onLog?: (log: readonly LogEntry[]) => void;
}

/** A kill -9 costs at most this much work, seconds, plus a batch. */
const STORE_EVERY = 300;

async function freshState({ net, identity, initial }: FitOptions): Promise<TrainingState> {
  const weights = initial?.map((w) => w.slice()) ?? (await readWeights(net.variables));
  return {
    identity,
    step: 0,
    sinceLog: { loss: 0, right: 0, count: 0, seconds: 0 },
    thisPass: { loss: 0, right: 0, count: 0 },
    passAccuracy: [],
    bestValidation: null,
    bestStep: 0,
    withoutGain: 0,
    log: [],
    finished: null,
    weights,
    best: weights.map((w) => w.slice()),
    adam: freshAdam(net.trainable.map((variable) => variable.size)),
  };
}

class Fit {
  private readonly plan: TrainingPlan;
  private order: Int32Array = new Int32Array(0);
  private orderPass = -1;
  private storedAt = performance.now();
  private readonly trainableIndex: number[];

  constructor(
    private readonly options: FitOptions,
    private readonly state: TrainingState,
  ) {
    this.plan = trainingPlan(options.corpus, options.identity.settings);
    const { net } = options;
    this.trainableIndex = net.trainable.map((variable) => net.variables.indexOf(variable));
  }

  /** Runs until the plan, the patience, the accuracy or the signal ends it. */
  async run(): Promise<TrainingState> {
    const { state, options } = this;
    writeWeights(options.net.variables, state.weights);
    while (!state.finished && !options.signal?.aborted) {
      const started = performance.now();
      await this.step();
      // Tensor data is often there at once: without this turn of the event loop a signal, such as
      // Ctrl-C, would never be seen.
      await new Promise((resolve) => setImmediate(resolve));
      state.sinceLog.seconds += (performance.now() - started) / 1000;
      this.report();
      if (this.validationIsDue()) await this.closePart();
      else if (this.storingIsDue()) await this.storeFinite();
    }
    if (!state.finished) await this.storeFinite();
    return state;
  }

  private batchIndices(): Int32Array {
    const { identity } = this.options;
    const pass = Math.floor(this.state.step / this.plan.batchesPerPass);
    if (pass !== this.orderPass) {
      this.order = drawnOrder(this.plan.train.count, namedStream(identity.seed, "order", pass));
      this.orderPass = pass;
    }
    const from = (this.state.step % this.plan.batchesPerPass) * identity.settings.batch;
    return this.order.subarray(from, from + identity.settings.batch);
  }

  private async step(): Promise<void> {
    const { state, options, plan: p } = this;
    const { settings, seed } = options.identity;
    const batch = readBatch(options.corpus.train, p.train, this.batchIndices(), settings.layout);
    if (settings.transposed > 0) {
      const rng = namedStream(seed, "transpose", state.step);
      transposeBatch(batch, settings.transposed, options.encoding, rng);
    }
    const rate = rateAt(settings, state.step / p.steps);
    const { loss, right, gradients } = await gradientsOf(options.net, batch);
    this.requireFinite(
      loss,
      `a finite loss, got ${loss} at batch ${state.step + 1} with rate ${rate}`,
    );
    await this.update(gradients, rate);
    state.step += 1;
    for (const sums of [state.sinceLog, state.thisPass]) {
      sums.loss += loss * batch.size;
      sums.right += right;
      sums.count += batch.size;
    }
  }

  private requireFinite(value: number, expected: string): void {
    if (Number.isFinite(value)) return;
    noteDivergence(this.options.folder, `expected ${expected}`);
    throw new Error(`training: expected ${expected}; the state before it is kept`);
  }

  /** Updates the trainable weights in plain arrays and writes them back to the model. */
  private async update(gradients: Float32Array[], rate: number): Promise<void> {
    const { net } = this.options;
    const weights = this.trainableIndex.map((index) => this.state.weights[index]!);
    adamUpdate(this.state.adam, weights, gradients, rate);
    writeWeights(net.trainable, weights);
  }

  private report(): void {
    const { sinceLog, step } = this.state;
    const examplesPerSecond = sinceLog.count / sinceLog.seconds;
    const left = (this.plan.steps - step) * this.options.identity.settings.batch;
    this.options.onProgress?.({
      stage: "training",
      done: step,
      total: this.plan.steps,
      loss: sinceLog.loss / sinceLog.count,
      examplesPerSecond,
      secondsLeft: left / examplesPerSecond,
    });
  }

  /** Batches of the current pass that are done, from 1. */
  private inPass(): number {
    const { batchesPerPass } = this.plan;
    return this.state.step % batchesPerPass || batchesPerPass;
  }

  private validationIsDue(): boolean {
    const { validateAfter, steps } = this.plan;
    return validateAfter.has(this.inPass()) || this.state.step >= steps;
  }

  private storingIsDue(): boolean {
    const { storeEvery = STORE_EVERY } = this.options;
    return performance.now() - this.storedAt >= 1000 * storeEvery;
  }

  private async closePart(): Promise<void> {
    await this.validate();
    if (this.inPass() === this.plan.batchesPerPass) this.endPass();
    this.decideEnd();
    this.store();
  }

  private async validate(): Promise<void> {
    const { state, options, plan: p } = this;
    const { settings } = options.identity;
    const { corpus, net } = options;
    state.weights = await readWeights(net.variables);
    const result = await evaluate(net, corpus.validation, p.validation, settings.layout);
    const { loss, right, count, seconds } = state.sinceLog;
    const rate = rateAt(settings, state.step / p.steps);
    // Overflow in the last update shows first here; nothing of it may be stored. Where validation
    // chooses nothing, activations that overflow alone end nothing either, as in the authors' script.
    const kept = settings.text === "whole" && state.weights.every((w) => w.every(Number.isFinite));
    this.requireFinite(
      kept ? 0 : result.loss,
      `a finite validation loss, got ${result.loss} after batch ${state.step} with rate ${rate}`,
    );
    const entry: LogEntry = {
      pass: state.step / p.batchesPerPass,
      step: state.step,
      examples: count,
      rate,
      trainLoss: loss / count,
      trainAccuracy: right / count,
      validationLoss: Number.isFinite(result.loss) ? result.loss : null,
      validationAccuracy: result.accuracy,
      seconds,
    };
    state.log.push(entry);
    state.sinceLog = { loss: 0, right: 0, count: 0, seconds: 0 };
    this.keepBest(result.loss);
    options.onLog?.(state.log);
  }

  private keepBest(validationLoss: number): void {
    const { state } = this;
    // The whole text leaves only held-out text to measure on, and nothing may be chosen by that.
    const last = this.options.identity.settings.text === "whole";
    if (last || state.bestValidation === null || validationLoss < state.bestValidation) {
      state.bestValidation = validationLoss;
      state.bestStep = state.step;
      state.best = state.weights.map((w) => w.slice());
      state.withoutGain = 0;
    } else state.withoutGain += 1;
  }

  private endPass(): void {
    const { thisPass, passAccuracy } = this.state;
    passAccuracy.push(thisPass.right / thisPass.count);
    this.state.thisPass = { loss: 0, right: 0, count: 0 };
  }

  private decideEnd(): void {
    const { state, plan: p } = this;
    const { patience, stopAtAccuracy, stopAfterPasses } = this.options.identity.settings;
    const accuracy = state.passAccuracy.at(-1);
    const passes = state.passAccuracy.length;
    if (state.step >= p.steps) state.finished = PLAN_DONE;
    else if (patience !== null && state.withoutGain >= patience) {
      state.finished = `${patience} validations without gain`;
    } else if (stopAtAccuracy !== null && accuracy !== undefined && accuracy > stopAtAccuracy) {
      state.finished = `training accuracy over ${stopAtAccuracy}`;
    } else if (stopAfterPasses !== undefined && passes >= stopAfterPasses) {
      state.finished = `stopped after ${passes} passes, as asked`;
    }
  }

  /** Stores the state with the weights that were read last. */
  private store(): void {
    saveState(this.options.folder, this.state);
    this.storedAt = performance.now();
  }

  /**
   * Stores a state that no validation has looked at: an update may have overflowed, which the next
   * loss will tell, and nothing of it may take the place of the state before.
   */
  private async storeFinite(): Promise<void> {
    const weights = await readWeights(this.options.net.variables);
    if (!weights.every((array) => array.every(Number.isFinite))) return;
    this.state.weights = weights;
    this.store();
  }
}

/**
 * Trains a model, or goes on with a stored run: batches, transpositions and rates follow from the
 * seed and the number of updates done, so that a resumed run equals an uninterrupted one.
 * @returns the state; `best` holds the weights with the lowest validation loss
 * @throws Error on a loss that is not finite, naming the batch and the rate
 */
export async function fit(options: FitOptions): Promise<TrainingState> {
  const stored = loadState(options.folder, options.identity);
  const state = stored ?? (await freshState(options));
  return new Fit(options, state).run();
}
