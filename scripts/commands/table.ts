import fs from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { ARCHITECTURES_FILE, architectureEntry, TASKS } from "@/lib/models/architecture-artifact";
import { writeArtifact } from "@/lib/models/artifact-files";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import { committedRuns } from "@/lib/training/claims-files";
import { comparePaper } from "@/lib/training/paper-table";
import { tableCorpora } from "@/lib/training/table-columns";
import { collectTrainingTable, TRAINING_TABLE_FILE } from "@/lib/training/table-files";
import { stageProgress } from "@/scripts/progress";
import { TABLE_FORMATS, type TableFormat, trainingTableText } from "@/scripts/training-table-text";

interface TableOptions {
  format: TableFormat;
  corpus?: string;
  checkpoints?: string;
  out?: string;
  write?: boolean;
}

const say = (text: string) => process.stderr.write(`${text}\n`);

function writeArchitectures(): void {
  const architectures = TASKS.flatMap((task) => MODEL_IDS.map((id) => architectureEntry(id, task)));
  say(`written: ${writeArtifact(ARCHITECTURES_FILE, { format: 1, architectures })}`);
}

async function table(options: TableOptions): Promise<void> {
  const { checkpoints, corpus, format, out } = options;
  if (checkpoints && !fs.existsSync(checkpoints)) {
    throw new InputError(`--checkpoints: expected a folder, found none at ${checkpoints}`);
  }
  const progress = stageProgress();
  const found = collectTrainingTable(checkpoints && path.resolve(checkpoints), progress.show);
  progress.stop();
  const corpora = tableCorpora(found);
  if (corpus && !corpora.includes(corpus)) {
    throw new InputError(`--corpus: expected one of ${corpora.join(", ")}, got "${corpus}"`);
  }
  if (options.write) {
    say(`written: ${writeArtifact(TRAINING_TABLE_FILE, found)}`);
    writeArchitectures();
  }
  const compared = comparePaper(found, committedRuns());
  const text = trainingTableText(found, compared, format, corpus);
  if (out) fs.writeFileSync(out, text);
  else process.stdout.write(text);
}

/** `study table`. */
export function registerTable(program: Command): void {
  program
    .command("table")
    .description("the training table: checkpoints, held-out losses, baselines")
    .addOption(
      new Option("--format <form>", "how to write it").choices(TABLE_FORMATS).default("markdown"),
    )
    .option("--corpus <id>", "one corpus only")
    .option("--checkpoints <folder>", "further checkpoints (corpus/model), which do not ship")
    .option("--out <file>", "write into a file")
    .option("--write", "update artifacts/training-table.json and artifacts/architectures.json")
    .action(table);
}
