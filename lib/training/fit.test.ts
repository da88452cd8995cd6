import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "@/lib/models/backend";
import { namedStream } from "@/lib/shared/rng";
import { type FitOptions, type TrainingProgress, fit as train } from "@/lib/training/fit";
import { type LogEntry, readState, type TrainingState } from "@/lib/training/state";
import { exportState, takeUpState } from "@/lib/training/state-file";
import { drawnSeed } from "@/tests/fixtures/drawn-seed";
import { tinyRun } from "@/tests/fixtures/models/tiny-training";

const parent = fs.mkdtempSync(path.join(os.tmpdir(), "training-"));
let runs = 0;
const newFolder = () => path.join(parent, `run-${runs++}`);

/** What must be equal between runs: everything but the measured time. */
function lossCurve(state: TrainingState): Omit<LogEntry, "seconds">[] {
  return state.log.map(({ seconds, ...entry }) => entry);
}

let whole: TrainingState;
beforeAll(async () => {
  await chooseBackend("cpu");
  whole = await train(tinyRun(newFolder()));
});
afterAll(() => fs.rmSync(parent, { recursive: true }));

function expectSameRun(resumed: TrainingState): void {
  expect(lossCurve(resumed)).toEqual(lossCurve(whole));
  expect(resumed.finished).toBe("planned passes done");
  expect(resumed.weights).toEqual(whole.weights);
  expect(resumed.best).toEqual(whole.best);
  expect(resumed.adam).toEqual(whole.adam);
}

/** Runs the training in a child process and kills it once it has reported `step`. */
async function killedAfter(step: number, folder: string): Promise<number> {
  const script = fileURLToPath(
    new URL("../../tests/fixtures/models/train-tiny.ts", import.meta.url),
  );
  const child = spawn(process.execPath, ["--import", "tsx", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let seen = 0;
  for await (const line of createInterface(child.stdout)) {
    seen = Number(line);
    if (seen >= step) child.kill("SIGKILL");
  }
  await ended;
  expect(child.signalCode).toBe("SIGKILL");
  return seen;
}

describe("a training run", () => {
  it("learns, logs three validations a pass and ends as planned", () => {
    expect(whole.log).toHaveLength(9);
    expect(whole.log.map((entry) => entry.step)).toEqual([6, 13, 19, 25, 32, 38, 44, 51, 57]);
    expect(whole.log.at(-1)!.trainLoss).toBeLessThan(whole.log[0]!.trainLoss);
    expect(whole.passAccuracy).toHaveLength(3);
    expect(whole.bestValidation).toBe(Math.min(...whole.log.map((e) => e.validationLoss!)));
  });

  it("gives the same losses and weights a second time, others with another seed", async () => {
    expectSameRun(await train(tinyRun(newFolder())));
    const other = tinyRun(newFolder());
    other.identity = { ...other.identity, seed: 6 };
    expect(lossCurve(await train(other))).not.toEqual(lossCurve(whole));
  });

  it("goes on where it was stopped: equal losses and weights after any stops", async () => {
    const rng = namedStream(drawnSeed(), "stops");
    const folder = newFolder();
    const stops = [rng.int(1, 20), rng.int(21, 40), rng.int(41, 56)];
    for (const stopAt of stops) {
      const stop = new AbortController();
      const onProgress = ({ done: step }: { done: number }) => step === stopAt && stop.abort();
      const state = await train({ ...tinyRun(folder), signal: stop.signal, onProgress });
      expect(state.step, `stops ${stops}`).toBe(stopAt);
      expect(state.finished).toBeNull();
    }
    expectSameRun(await train(tinyRun(folder)));
  });

  it("goes on after kill -9 at a random batch with equal losses and weights", async () => {
    const folder = newFolder();
    const step = namedStream(drawnSeed(), "kill").int(7, 50);
    const seen = await killedAfter(step, folder);
    expect(seen).toBeGreaterThanOrEqual(step);
    expect(fs.existsSync(path.join(folder, "state.json"))).toBe(true);
    expectSameRun(await train(tinyRun(folder)));
  });

  it("goes on in a fresh folder from an exported state with equal losses and weights", async () => {
    const here = newFolder();
    const stopAt = namedStream(Date.now(), "export").int(1, 56);
    const stop = new AbortController();
    const onProgress = ({ done }: TrainingProgress) => done === stopAt && stop.abort();
    await train({ ...tinyRun(here), signal: stop.signal, onProgress });
    const file = path.join(here, "state.file");
    expect(exportState(here, file).step, `stopped at ${stopAt}`).toBe(stopAt);
    const there = tinyRun(newFolder());
    takeUpState(file, there.folder, there.identity);
    expectSameRun(await train(there));
  });

  it("stores between validations too, once so much time has passed", async () => {
    const folder = newFolder();
    const failing = (storeEvery: number) =>
      train({
        ...tinyRun(folder),
        storeEvery,
        onProgress: ({ done: step }) => {
          if (step === 11) throw new Error("killed");
        },
      });
    await expect(failing(1000)).rejects.toThrow("killed");
    expect(readState(folder)?.step).toBe(6);
    await expect(failing(0)).rejects.toThrow("killed");
    expect(readState(folder)?.step).toBe(10);
    expectSameRun(await train(tinyRun(folder)));
  });

  it("leaves a finished run as it is", async () => {
    const folder = newFolder();
    await train(tinyRun(folder));
    let steps = 0;
    const again = await train({ ...tinyRun(folder), onProgress: () => steps++ });
    expect(steps).toBe(0);
    expectSameRun(again);
  });

  it("refuses to resume as another run", async () => {
    const folder = newFolder();
    const stop = new AbortController();
    await train({ ...tinyRun(folder), signal: stop.signal, onProgress: () => stop.abort() });
    await expect(train(tinyRun(folder, { rate: 0.1 }))).rejects.toThrow(
      /expected .*"rate":0\.1.* to resume, found/,
    );
  });

  it("leaves no tensor behind, batch after batch", async () => {
    const counts: number[] = [];
    await train({
      ...tinyRun(newFolder()),
      onProgress: () => counts.push(tf.memory().numTensors),
    });
    // The first batch makes what batch normalisation keeps; after it nothing may grow.
    expect(new Set(counts.slice(1)).size).toBe(1);
  });
});

describe("ends of a run", () => {
  it("stops after validations without gain", async () => {
    const worse = await train(tinyRun(newFolder(), { rate: 1, patience: 2, passes: 50 }));
    const best = worse.log.findIndex((entry) => entry.validationLoss === worse.bestValidation);
    expect(worse.log).toHaveLength(best + 1 + 2);
    expect(worse.finished).toBe("2 validations without gain");
    expect(worse.bestStep).toBeLessThan(worse.step);
    expect(worse.best).not.toEqual(worse.weights);
  });

  it("stops once a pass has the asked training accuracy", async () => {
    const state = await train(tinyRun(newFolder(), { stopAtAccuracy: 0.01, passes: 50 }));
    expect(state.finished).toBe("training accuracy over 0.01");
    expect(state.passAccuracy).toHaveLength(1);
  });

  it("stops after the asked passes, with the rates of the longer plan", async () => {
    const state = await train(tinyRun(newFolder(), { passes: 50, stopAfterPasses: 2 }));
    expect(state.finished).toBe("stopped after 2 passes, as asked");
    expect(state.passAccuracy).toHaveLength(2);
    expect(state.log.at(-1)!.rate).toBe(3e-3);
  });

  /** Makes the last bias infinite once `at` batches are done, as a far too high rate does. */
  function poisoned(folder: string, at: number): FitOptions {
    const options = tinyRun(folder);
    const onProgress = ({ done: step }: { done: number }) => {
      if (step !== at) return;
      const bias = options.net.trainable.at(-1)!;
      bias.assign(tf.fill(bias.shape, Number.POSITIVE_INFINITY));
    };
    return { ...options, onProgress };
  }

  it("stops on a loss that is not finite, naming batch and rate, and keeps the state before", async () => {
    const folder = newFolder();
    await expect(train({ ...poisoned(folder, 9), storeEvery: 0 })).rejects.toThrow(
      /expected a finite loss, got NaN at batch 10 with rate 0\.003; the state before it is kept/,
    );
    expect(readState(folder)?.step).toBe(8);
    expectSameRun(await train(tinyRun(folder)));
  });

  const note = (folder: string) =>
    JSON.parse(fs.readFileSync(path.join(folder, "state.json"), "utf8")).diverged;

  it("keeps the last weights and goes on over a validation that overflows where that chooses nothing", async () => {
    const options = tinyRun(newFolder(), { text: "whole" });
    const { model, variables } = options.net;
    const at = model.weights.findIndex((w) => w.originalName.endsWith("moving_variance"));
    // Training takes a batch's own variance; validation the stored one, here below zero.
    const onProgress = ({ done }: TrainingProgress) => {
      if (done === 6) variables[at]!.assign(tf.fill(variables[at]!.shape, -1e6));
    };
    const state = await train({ ...options, onProgress });
    expect(state.finished).toBe("planned passes done");
    expect(state.log[0]!.validationLoss).toBeNull();
    expect(state.best).toEqual(state.weights);
    expect(state.bestStep).toBe(state.step);
  });

  it("stores nothing when the overflow comes with the batch before a validation", async () => {
    const folder = newFolder();
    await expect(train(poisoned(folder, 13))).rejects.toThrow(
      /expected a finite validation loss, got NaN after batch 13 with rate 0\.003/,
    );
    expect(note(folder)).toMatch(/^expected a finite validation loss, got NaN after batch 13/);
    expectSameRun(await train(tinyRun(folder)));
    expect(note(folder)).toBeUndefined();
  });
});
