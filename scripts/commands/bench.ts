import { execFileSync } from "node:child_process";
import { type Command, Option } from "commander";
import { networkPredictor } from "@/lib/generation/network-predictor";
import { TASKS } from "@/lib/models/architecture-artifact";
import { writeArtifact } from "@/lib/models/artifact-files";
import { BACKENDS, type Backend, chooseBackend } from "@/lib/models/backend";
import type { Weight } from "@/lib/models/fast/layers";
import { fastNetwork } from "@/lib/models/fast/network";
import { MODEL_IDS, type ModelId, WINDOW } from "@/lib/models/model-ids";
import { buildModel } from "@/lib/models/tensorflow/build-model";
import { InputError } from "@/lib/shared/invariant";
import {
  benchCalls,
  benchPaperBatch,
  benchStep,
  matmulRate,
  type StepBench,
  type Times,
} from "@/lib/training/bench";
import { machineName } from "@/lib/training/ship";
import { EVENT_TIMES_FILE } from "@/lib/training/table-files";
import { listOption, numberOption } from "@/scripts/options";
import { textTable } from "@/scripts/text-table";

interface BenchOptions {
  backend?: Backend;
  models?: string[];
  classes: number;
  repeats: number;
  batch?: number;
  json?: boolean;
  write?: boolean;
}

/** Processor, and the card where the system has one that reports itself. */
function machine(): string {
  try {
    const args = ["--query-gpu=name", "--format=csv,noheader"];
    const card = execFileSync("nvidia-smi", args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return `${machineName()}, ${card.trim().split("\n")[0]}`;
  } catch {
    return machineName();
  }
}

function chosenModels(given: string[] | undefined): ModelId[] {
  const ids = given ?? [...MODEL_IDS];
  const wrong = ids.find((id) => !(MODEL_IDS as readonly string[]).includes(id));
  if (wrong !== undefined) {
    throw new InputError(`--models: expected some of ${MODEL_IDS.join(", ")}, got "${wrong}"`);
  }
  return ids as ModelId[];
}

async function begin({ backend }: BenchOptions) {
  const chosen = await chooseBackend(backend);
  const rate = await matmulRate(chosen.backend === "cpu" ? 256 : 2048);
  process.stderr.write(
    `backend ${chosen.backend} (${chosen.reason}) on ${machine()}; matrix product ${rate.gflops.toFixed(1)} GFLOP/s\n`,
  );
  return { backend: chosen.backend, machine: machine(), matmulGflops: rate.gflops };
}

const round = (value: number, decimals: number) => Number(value.toFixed(decimals));

function stepRow(bench: StepBench) {
  return {
    model: bench.model,
    "step ms, best": round(bench.ms.best, 1),
    "step ms, median": round(bench.ms.median, 1),
    "examples/s": round(bench.examplesPerSecond, 0),
    GFLOP: round(bench.gflop, 1),
    "GFLOP/s": round(bench.gflops, 1),
    "share of matmul": round(bench.share, 3),
    "memory GB": round(bench.memoryGb, 2),
  };
}

async function train(options: BenchOptions): Promise<void> {
  const place = await begin(options);
  const steps: StepBench[] = [];
  for (const id of chosenModels(options.models)) {
    const { classes, batch, repeats } = options;
    steps.push(await benchStep(id, { classes, batch, repeats, rate: place.matmulGflops }));
    process.stderr.write(`${id} measured\n`);
  }
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...place, steps })}\n` : textTable(steps.map(stepRow)),
  );
}

/** The path of our own inference; others are named after their backend. */
const OWN = "own";

/** Sampling calls of one model: through the backend, or through our own inference path. */
interface Calls {
  model: ModelId;
  classes: number;
  path: string;
  call1: Times;
  call10: Times;
  call64: Times;
  /** One batch of 512 windows, as the paper's times are; only through the backend. */
  call512: Times | null;
}

async function callsOf(id: ModelId, classes: number, repeats: number, backend: string) {
  const model = buildModel(id, classes, 1);
  const values = await Promise.all(model.getWeights().map((tensor) => tensor.data()));
  const weights = new Map<string, Weight>(
    model.weights.map(({ originalName, shape }, i) => [
      originalName,
      { shape: shape as number[], values: Float32Array.from(values[i]!) },
    ]),
  );
  const paths = [
    { path: backend, predictor: networkPredictor(model) },
    { path: OWN, predictor: fastNetwork(id, { window: WINDOW, classes }, weights) },
  ];
  const rows: Calls[] = [];
  for (const { path, predictor } of paths) {
    const times = await benchCalls(predictor.logits, { window: WINDOW, classes, repeats });
    const call512 =
      path === OWN ? null : await benchPaperBatch(predictor.logits, { window: WINDOW, classes });
    const calls = { call1: times[1], call10: times[10], call64: times[64], call512 };
    rows.push({ model: id, classes, path, ...calls });
  }
  model.dispose();
  return rows;
}

/** Milliseconds an event in each batch. */
function perEvent({ call1, call10, call64 }: Calls) {
  return { batch1: call1.best, batch10: call10.best / 10, batch64: call64.best / 64 };
}

function callRow(calls: Calls) {
  const { model, classes, path, call1, call10, call64 } = calls;
  const { batch1, batch10, batch64 } = perEvent(calls);
  return {
    model,
    classes,
    path,
    "call ms, 1": round(call1.best, 2),
    "call ms, 10": round(call10.best, 2),
    "call ms, 64": round(call64.best, 2),
    "ms/event, 1": round(batch1, 3),
    "ms/event, 10": round(batch10, 3),
    "ms/event, 64": round(batch64, 3),
    "call ms, 512": calls.call512 ? round(calls.call512.best, 1) : "",
  };
}

function writeTimes(all: readonly Calls[], machineText: string): string {
  const times = Object.fromEntries(
    all
      .filter((calls) => calls.path !== OWN)
      .map((calls) => {
        const { model, classes, path } = calls;
        const task = TASKS.find((t) => t.classes === classes)!;
        const own = all.find((c) => c.model === model && c.classes === classes && c.path === OWN)!;
        const time = {
          backend: path,
          machine: machineText,
          ...perEvent(calls),
          ...(calls.call512 ? { batch512: calls.call512.best } : {}),
          own: perEvent(own),
        };
        return [`${task.corpus}/${model}`, time];
      }),
  );
  return writeArtifact(EVENT_TIMES_FILE, { format: 1, times });
}

async function models(options: BenchOptions): Promise<void> {
  const place = await begin(options);
  const ids = chosenModels(options.models);
  const calls: Calls[] = [];
  for (const { classes } of options.write ? TASKS : [{ classes: options.classes }]) {
    for (const id of ids)
      calls.push(...(await callsOf(id, classes, options.repeats, place.backend)));
  }
  if (options.write) process.stderr.write(`written: ${writeTimes(calls, place.machine)}\n`);
  const steps: StepBench[] = [];
  if (place.backend !== "wasm" && place.backend !== "cpu") {
    for (const id of ids) {
      const { classes, repeats } = options;
      steps.push(await benchStep(id, { classes, repeats, rate: place.matmulGflops }));
    }
  }
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...place, calls, steps })}\n`
      : textTable(calls.map(callRow)) +
          (steps.length > 0 ? `\n${textTable(steps.map(stepRow))}` : ""),
  );
}

function withOptions(command: Command, repeats: number): Command {
  return command
    .addOption(
      new Option("--backend <name>", "the first that works when left out").choices(BACKENDS),
    )
    .option("--models <list>", "comma-separated model ids; all when left out", listOption)
    .option("--classes <n>", "size of the alphabet", numberOption(2, 10_000, true), 38)
    .option("--repeats <n>", "measured runs", numberOption(1, 1000, true), repeats)
    .option("--json", "print JSON");
}

/** `study bench models | train`. */
export function registerBench(program: Command): void {
  const bench = program.command("bench").description("measure this machine");
  // Single calls last milliseconds: the best of a few is still mostly chance.
  withOptions(bench.command("models"), 30)
    .description("sampling calls at batch 1, 10 and 64 and training steps at batch 512, all models")
    .option("--write", "update artifacts/event-times.json, for both alphabets")
    .action(models);
  withOptions(bench.command("train"), 5)
    .description("training steps beside the matrix product rate of the same run")
    .option("--batch <n>", "windows in a batch", numberOption(1, 8192, true), 512)
    .action(train);
}
