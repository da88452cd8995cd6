import fs from "node:fs";
import path from "node:path";
import { SingleBar } from "cli-progress";
import { type Command, InvalidArgumentError } from "commander";
import { CORPORA } from "@/lib/datasets/registry";
import { chooseBackend } from "@/lib/models/backend";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import type { TrainingProgress } from "@/lib/training/fit";
import { trainModel } from "@/lib/training/run";
import {
  TRAINING_PRESETS,
  type TrainingSettings,
  trainingPreset,
  withPaperWindows,
} from "@/lib/training/schedule";
import { dataFolder } from "@/scripts/data-folder";

interface TrainOptions {
  corpus: string;
  preset: string;
  seed: number;
  windows: string;
  passes?: number;
  rate?: number;
  batch?: number;
  transposed?: number;
  stopAtAccuracy?: number;
  name?: string;
}

function number(low: number, high: number, whole: boolean) {
  return (text: string): number => {
    const value = Number(text);
    const right =
      text.trim() !== "" && value >= low && value <= high && (!whole || Number.isInteger(value));
    if (!right) {
      throw new InvalidArgumentError(
        `expected a ${whole ? "whole " : ""}number from ${low} to ${high}.`,
      );
    }
    return value;
  };
}

function settingsOf(options: TrainOptions): TrainingSettings {
  const corpus = CORPORA[options.corpus as keyof typeof CORPORA];
  if (!corpus) {
    throw new InputError(
      `--corpus: expected one of ${Object.keys(CORPORA).join(", ")}, got "${options.corpus}"`,
    );
  }
  const preset = trainingPreset(options.preset, corpus.encoding === "melody" ? 38 : 259);
  const base = options.windows === "paper" ? withPaperWindows(preset) : preset;
  const { passes, rate, batch, transposed, stopAtAccuracy } = options;
  const given = { passes, rate, batch, transposed, stopAtAccuracy };
  const changes = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(changes) };
}

/** A progress bar on a terminal; nothing elsewhere (the log lines say it all there). */
function progressBar(): { show: (p: TrainingProgress) => void; stop: () => void } {
  if (!process.stderr.isTTY) return { show: () => {}, stop: () => {} };
  const format = "{bar} {value}/{total} batches, loss {loss}, {speed} examples/s, {left} left";
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true });
  let started = false;
  return {
    show: (p) => {
      const minutes = Math.ceil(p.secondsLeft / 60);
      const shown = {
        loss: p.loss.toFixed(4),
        speed: Math.round(p.examplesPerSecond),
        left:
          minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes} min`,
      };
      if (started) bar.update(p.step, shown);
      else bar.start(p.steps, p.step, shown);
      started = true;
    },
    stop: () => bar.stop(),
  };
}

async function train(model: string, options: TrainOptions): Promise<void> {
  const settings = settingsOf(options);
  const chosen = await chooseBackend();
  process.stderr.write(`backend: ${chosen.backend} (${chosen.reason})\n`);
  const name = options.name ?? `${options.corpus}-${model}-${options.preset}-${options.seed}`;
  const folder = path.join(dataFolder(), "training");
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  const bar = progressBar();
  const logFile = path.join(folder, name, "log.jsonl");
  const run = { model, corpus: options.corpus, seed: options.seed, settings, name, folder };
  const { state, folder: where } = await trainModel(run, {
    signal: stop.signal,
    onProgress: bar.show,
    onLog: (entry) => {
      fs.mkdirSync(path.dirname(logFile), { recursive: true });
      fs.appendFileSync(logFile, `${JSON.stringify(entry)}\n`);
      process.stdout.write(`${JSON.stringify(entry)}\n`);
    },
  });
  bar.stop();
  process.off("SIGINT", onInterrupt);
  process.stdout.write(
    state.finished
      ? `${where}: finished (${state.finished}), best validation loss ${state.bestValidation?.toFixed(4)}\n`
      : `${where}: stopped after ${state.step} batches; the same command goes on from here\n`,
  );
}

/** `study train MODEL`. */
export function registerTrain(program: Command): void {
  program
    .command("train")
    .description(`train a model (${MODEL_IDS.join(", ")}); the same command resumes a stopped run`)
    .argument("<model>", "model id")
    .option("--corpus <id>", `one of ${Object.keys(CORPORA).join(", ")}`, "bach")
    .option("--preset <name>", `one of ${TRAINING_PRESETS.join(", ")}`, "study")
    .option("--seed <n>", "seed of weights, order and transposition", number(0, 2 ** 31, true), 1)
    .option("--windows <layout>", "consecutive or paper", "consecutive")
    .option("--passes <n>", "planned passes over all windows", number(1, 1000, true))
    .option("--rate <x>", "learning rate", number(1e-7, 1, false))
    .option("--batch <n>", "windows in a batch", number(1, 8192, true))
    .option("--transposed <share>", "share of windows transposed", number(0, 1, false))
    .option("--stop-at-accuracy <x>", "stop when a pass has this accuracy", number(0, 1, false))
    .option("--name <name>", "name of the run's folder")
    .action(train);
}
