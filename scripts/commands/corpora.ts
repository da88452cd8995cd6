import fs from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { datasetsFolder, fetchCorpus, verifyCorpus } from "@/lib/datasets/files";
import { importMidi, writeImported } from "@/lib/datasets/import-midi";
import { CORPUS_IDS } from "@/lib/datasets/registry";
import { ENCODING_IDS, type EncodingId } from "@/lib/encoding/encoding";
import { InputError } from "@/lib/shared/invariant";

const chosen = (given: string[]) => (given.length > 0 ? given : CORPUS_IDS);

async function fetchAll(given: string[], { json }: { json?: boolean }): Promise<void> {
  const rows: { corpus: string; downloaded: string[] }[] = [];
  for (const id of chosen(given)) {
    const downloaded = await fetchCorpus(id);
    rows.push({ corpus: id, downloaded });
    const news = downloaded.length > 0 ? `downloaded ${downloaded.join(", ")}` : "is here";
    if (!json) process.stdout.write(`${id}: ${news}\n`);
  }
  const folder = datasetsFolder();
  const summary = `${JSON.stringify({ folder, corpora: rows }, null, 2)}\n`;
  process.stdout.write(json ? summary : `corpora lie in ${folder}\n`);
}

function verifyAll(given: string[], { json }: { json?: boolean }): void {
  const rows = chosen(given).flatMap((id) =>
    verifyCorpus(id).map((row) => ({ corpus: id, ...row })),
  );
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else for (const row of rows) process.stdout.write(`${row.corpus}  ${row.file}  ${row.status}\n`);
  const wrong = rows.filter((row) => row.status !== "right");
  if (wrong.length > 0) {
    const names = wrong.map((row) => `${row.file} (${row.status})`).join(", ");
    throw new InputError(`data: expected every file with its digest, got ${names}`);
  }
}

function readFile(file: string): { name: string; bytes: Uint8Array } {
  if (!fs.existsSync(file) || !fs.statSync(file).isFile()) {
    throw new InputError(`import: expected a MIDI file, found none at ${file}`);
  }
  return { name: path.basename(file), bytes: fs.readFileSync(file) };
}

interface ImportFlags {
  encoding: EncodingId;
  out: string;
  move?: boolean;
  transpose?: boolean;
  leaveOut?: boolean;
}

function importFiles(files: string[], options: ImportFlags): void {
  const { encoding, move, transpose, leaveOut } = options;
  const corpus = importMidi(files.map(readFile), encoding, {
    ...(move ? { move } : {}),
    ...(transpose ? { transpose } : {}),
    ...(leaveOut
      ? { onLeftOut: (problem: string) => void process.stderr.write(`left out: ${problem}\n`) }
      : {}),
  });
  const file = writeImported(options.out, corpus);
  const count = (texts: number[][]) => texts.reduce((sum, text) => sum + text.length, 0);
  const { train, validation, eval: held } = corpus.texts;
  process.stdout.write(
    `${file}: ${corpus.sources.length} pieces; events for training ${count(train)}, validation ${count(validation)}, evaluation ${count(held)}\n` +
      `train on it with: study train CNN_a --corpus ${options.out}\n`,
  );
}

/** `study data fetch | verify | import-midi`. */
export function registerData(program: Command): void {
  const data = program.command("data").description("training corpora");
  const ids = `corpora (${CORPUS_IDS.join(", ")}); all when left out`;
  data
    .command("fetch")
    .description("download what is missing and check digests")
    .argument("[corpus...]", ids)
    .option("--json", "print JSON")
    .action(fetchAll);
  data
    .command("verify")
    .description("check the digests of the files that are here")
    .argument("[corpus...]", ids)
    .option("--json", "rows as JSON")
    .action(verifyAll);
  data
    .command("import-midi")
    .description("make a corpus of your own MIDI files")
    .argument("<file...>", "MIDI files on the sixteenth grid")
    .addOption(
      new Option("--encoding <id>", "melody (one note at a time, 48..83) or polyphony")
        .choices(ENCODING_IDS)
        .makeOptionMandatory(),
    )
    .option("--move", "move notes off the sixteenth grid to the nearest step")
    .option("--transpose", "transpose pieces outside the range into it by octaves")
    .option("--leave-out", "leave out files that can't be taken, and list them")
    .requiredOption("--out <folder>", "new folder for the corpus")
    .action(importFiles);
}
