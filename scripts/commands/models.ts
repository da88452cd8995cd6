import path from "node:path";
import { type Command, Option } from "commander";
import { loadCorpus } from "@/lib/datasets/load";
import { ENCODING_IDS } from "@/lib/encoding/encoding";
import { indexCorpus, trainingTexts } from "@/lib/generation/originality";
import { architectureEntry, TASKS, type Task } from "@/lib/models/architecture-artifact";
import { chooseBackend } from "@/lib/models/backend";
import {
  checkpointFolder,
  SHIPPED_CHECKPOINTS,
  writeCheckpoint,
} from "@/lib/models/checkpoint-files";
import { isModelId, MODEL_IDS } from "@/lib/models/model-ids";
import { dataPath } from "@/lib/shared/env";
import { InputError } from "@/lib/shared/invariant";
import { checkpointOf } from "@/lib/training/ship";
import { readState } from "@/lib/training/state";
import { codeVersion } from "@/scripts/code-version";
import { layerTableText } from "@/scripts/layer-table";

interface ModelRow {
  id: string;
  encoding: string;
  classes: number;
  parameters: number;
  /** Digest of the shipped weights; null where none ship. */
  checkpoint: string | null;
}

/** One row a model and encoding. */
export function modelRows(): ModelRow[] {
  return TASKS.flatMap((task) =>
    MODEL_IDS.map((id) => {
      const { encoding, classes, parameters, checkpoint } = architectureEntry(id, task);
      return { id, encoding, classes, parameters, checkpoint };
    }),
  );
}

function list({ json }: { json?: boolean }): void {
  const rows = modelRows();
  if (json) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else {
    const shown = rows.map((r) => ({ ...r, checkpoint: r.checkpoint?.slice(0, 12) ?? "none" }));
    console.table(shown);
  }
}

function show(id: string, options: { encoding: Task["encoding"]; json?: boolean }): void {
  if (!isModelId(id)) {
    throw new InputError(`model: expected one of ${MODEL_IDS.join(", ")}, got "${id}"`);
  }
  const task = TASKS.find(({ encoding }) => encoding === options.encoding)!;
  const found = architectureEntry(id, task);
  process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : layerTableText(found));
}

async function ship(run: string, { out }: { out: string }): Promise<void> {
  const folder = dataPath("training", run);
  const state = readState(folder);
  if (!state) throw new InputError(`run: expected a training run in ${folder}, found none`);
  const chosen = await chooseBackend();
  const corpus = loadCorpus(state.identity.corpus);
  const facts = {
    backend: chosen.backend,
    commit: codeVersion(),
  };
  const index = indexCorpus(trainingTexts(corpus));
  const { meta, weights } = await checkpointOf(state, corpus, index, facts);
  const target = checkpointFolder(state.identity.corpus, meta.model, path.resolve(out));
  writeCheckpoint(target, meta, weights);
  const { heldOut, heldOutUnseen } = meta.metrics;
  process.stdout.write(
    `${target}: ${(weights.length / 1e6).toFixed(1)} MB, held-out loss ${heldOut.loss.toFixed(4)} nats (unseen ${heldOutUnseen.loss.toFixed(4)})\n`,
  );
}

/** `study models …` and `study checkpoints …`. */
export function registerModels(program: Command): void {
  const models = program.command("models").description("the eight models");
  models
    .command("list")
    .description("models with their parameter counts and shipped checkpoints")
    .option("--json", "print JSON")
    .action(list);
  models
    .command("show")
    .description("one model layer by layer")
    .argument("<id>", `one of ${MODEL_IDS.join(", ")}`)
    .addOption(new Option("--encoding <id>", "alphabet").choices(ENCODING_IDS).default("melody"))
    .option("--json", "print JSON")
    .action(show);
  program
    .command("checkpoints")
    .description("trained weights")
    .command("write")
    .description("measure a training run's best weights and store them as a checkpoint")
    .argument("<run>", "name of the run's folder, for example bach-LSTM-study-1")
    .option("--out <folder>", "checkpoints folder", SHIPPED_CHECKPOINTS)
    .action(ship);
}
