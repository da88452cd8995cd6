import fs from "node:fs";
import path from "node:path";
import { SingleBar } from "cli-progress";
import type { Command } from "commander";
import { corpusEncoding } from "@/lib/datasets/load";
import { CORPUS_IDS } from "@/lib/datasets/registry";
import { WINDOW_LAYOUTS, type WindowLayoutName } from "@/lib/datasets/windows";
import { ENCODINGS } from "@/lib/encoding/registry";
import { lossFigureSvg } from "@/lib/figures/loss-figure";
import { INITIALISATIONS, type Initialisation } from "@/lib/models/architecture";
import { chooseBackend } from "@/lib/models/backend";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { dataPath } from "@/lib/shared/env";
import { InputError } from "@/lib/shared/invariant";
import type { TrainingProgress } from "@/lib/training/fit";
import { trainModel } from "@/lib/training/run";
import { runName } from "@/lib/training/run-name";
import {
  layoutName,
  TRAINING_PRESETS,
  type TrainingSettings,
  trainingPreset,
} from "@/lib/training/schedule";
import type { LogEntry } from "@/lib/training/state";
import { exportState } from "@/lib/training/state-file";
import { choiceOption, numberOption, seedOption } from "@/scripts/options";
import { duration } from "@/scripts/progress";

interface TrainOptions {
  corpus: string;
  preset: string;
  seed: number;
  windows?: WindowLayoutName;
  initialisation?: Initialisation;
  passes?: number;
  rate?: number;
  batch?: number;
  transposed?: number;
  stopAtAccuracy?: number;
  stopAfter?: number;
  stride?: number;
  name?: string;
  from?: string;
  fromState?: string;
  exportState?: string;
}

/** The options that were given and change the run, always in this order. */
function given(options: TrainOptions) {
  const { windows, stride, passes, rate, batch, transposed, stopAtAccuracy, stopAfter } = options;
  return {
    windows: windows === layoutName(presetOf(options).layout) ? undefined : windows,
    ...{ stride, passes, rate, batch, transposed, stopAtAccuracy, stopAfter },
    initialisation: options.initialisation,
    from: options.from && path.basename(options.from),
  };
}

function presetOf(options: TrainOptions): TrainingSettings {
  return trainingPreset(options.preset, ENCODINGS[corpusEncoding(options.corpus)].classes);
}

function layoutOf({ windows, stride }: TrainOptions, preset: TrainingSettings) {
  const named = windows !== undefined && windows !== layoutName(preset.layout);
  const layout = named ? WINDOW_LAYOUTS[windows] : preset.layout;
  const paper = WINDOW_LAYOUTS.paper.stride;
  if (windows === "paper" && stride !== undefined && stride !== paper) {
    throw new InputError(`--stride: paper windows start every ${paper} events, got ${stride}`);
  }
  return { ...layout, stride: stride ?? layout.stride };
}

function settingsOf(options: TrainOptions): TrainingSettings {
  const preset = presetOf(options);
  const { passes, rate, batch, transposed, stopAtAccuracy, initialisation } = options;
  const layout = layoutOf(options, preset);
  const stopAfterPasses = options.stopAfter;
  const own = { passes, rate, batch, transposed, stopAtAccuracy, stopAfterPasses, initialisation };
  const changes = Object.entries({ layout, ...own }).filter(([, value]) => value !== undefined);
  return { ...preset, ...Object.fromEntries(changes) };
}

type ProgressView = { show: (p: TrainingProgress) => void; stop: () => void };

const lineOf = ({ done, total, loss, examplesPerSecond, secondsLeft }: TrainingProgress) =>
  `${done}/${total} batches, loss ${loss.toFixed(4)}, ${Math.round(examplesPerSecond)} examples/s, ${duration(secondsLeft)} left`;

/** A progress bar on a terminal. */
function progressBar(): ProgressView {
  const format = "{bar} {line}";
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true });
  let started = false;
  return {
    show: (p) => {
      if (started) bar.update(p.done, { line: lineOf(p) });
      else bar.start(p.total, p.done, { line: lineOf(p) });
      started = true;
    },
    stop: () => bar.stop(),
  };
}

/** Milliseconds between lines of progress in a log file. */
const LINE_EVERY = 60_000;

/** A line a minute, where a run goes into a log file. */
function progressLines(): ProgressView {
  let last = performance.now();
  return {
    show: (p) => {
      if (performance.now() - last < LINE_EVERY) return;
      last = performance.now();
      process.stderr.write(`${lineOf(p)}\n`);
    },
    stop: () => {},
  };
}

/** Writes the log of a run, an entry a line, and its curve, whole: a resumed run repeats no line. */
function writeLog(folder: string, name: string, log: readonly LogEntry[]): void {
  fs.mkdirSync(folder, { recursive: true });
  const lines = log.map((entry) => `${JSON.stringify(entry)}\n`);
  fs.writeFileSync(path.join(folder, "log.jsonl"), lines.join(""));
  fs.writeFileSync(path.join(folder, "loss.svg"), lossFigureSvg(name, log));
}

const WINDOWS = Object.keys(WINDOW_LAYOUTS) as WindowLayoutName[];

/** Signals that end a run with its state stored. A closed terminal is nohup's affair. */
const ENDS = ["SIGINT", "SIGTERM"] as const;

/** Writes the stored state of a run as one file, for another machine. */
function writeState(folder: string, file: string): void {
  const { bytes, step } = exportState(folder, file);
  process.stdout.write(
    `${file}: ${(bytes / 1e6).toFixed(1)} MB after ${step} batches; the same command with --from-state ${file} in place of --export-state goes on from there\n`,
  );
}

async function train(model: string, options: TrainOptions): Promise<void> {
  const settings = settingsOf(options);
  const { corpus, preset, seed, exportState: file } = options;
  const name = options.name ?? runName({ corpus, model, preset, seed, given: given(options) });
  const folder = dataPath("training");
  if (file !== undefined) return writeState(path.join(folder, name), file);
  // TensorFlow leaves oneDNN off on processors without AVX-512, where it takes half the time too.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= "1";
  const chosen = await chooseBackend();
  process.stderr.write(`backend: ${chosen.backend} (${chosen.reason})\n`);
  const stop = new AbortController();
  const onEnd = () => stop.abort();
  for (const signal of ENDS) process.once(signal, onEnd);
  const progress = process.stderr.isTTY ? progressBar() : progressLines();
  const { from, fromState } = options;
  const run = { model, corpus, seed, settings, name, folder, from, fromState };
  const { state, folder: where } = await trainModel(run, {
    signal: stop.signal,
    onProgress: progress.show,
    onLog: (log) => {
      writeLog(path.join(folder, name), name, log);
      process.stdout.write(`${JSON.stringify(log.at(-1))}\n`);
    },
  });
  progress.stop();
  for (const signal of ENDS) process.off(signal, onEnd);
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
    .option("--corpus <id>", `one of ${CORPUS_IDS.join(", ")}, or an imported folder`, "bach")
    .option("--preset <name>", `one of ${TRAINING_PRESETS.join(", ")}`, "study")
    .option("--seed <n>", "seed of weights, order and transposition", seedOption, 1)
    .option(
      "--windows <layout>",
      `${WINDOWS.join(", ")}; as the preset has it when left out`,
      choiceOption(WINDOWS),
    )
    .option(
      "--initialisation <name>",
      `${INITIALISATIONS.join(" or ")}; as the preset has it when left out`,
      choiceOption(INITIALISATIONS),
    )
    .option("--stride <n>", "events between window starts", numberOption(1, 1000, true))
    .option("--passes <n>", "planned passes over all windows", numberOption(0.01, 1000))
    .option("--rate <x>", "learning rate", numberOption(1e-7, 1))
    .option("--batch <n>", "windows in a batch", numberOption(1, 8192, true))
    .option("--transposed <share>", "share of windows transposed", numberOption(0, 1))
    .option("--stop-at-accuracy <x>", "stop when a pass has this accuracy", numberOption(0, 1))
    .option(
      "--stop-after <passes>",
      "stop after this many passes, with the rates of the longer plan",
      numberOption(1, 1000, true),
    )
    .option("--from <run>", "start from another run's best weights instead of drawn ones")
    .option(
      "--export-state <file>",
      "write the run's stored state as one file instead of training, to go on elsewhere",
    )
    .option("--from-state <file>", "go on from an exported state")
    .option("--name <name>", "name of the run's folder; made of the options when left out")
    .action(train);
}
