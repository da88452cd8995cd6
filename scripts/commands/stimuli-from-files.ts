import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { TARGET_LUFS } from "@/lib/audio/clip-level";
import { CORPUS_IDS } from "@/lib/datasets/registry";
import { type FromFilesOptions, makeSetFromFiles } from "@/lib/generation/set-from-files";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { UNHEARD } from "@/lib/music/midi-as-written";
import { InputError } from "@/lib/shared/invariant";
import { LOUDNESS_CHOICES, parseClipTable, TableError } from "@/lib/stimuli/clip-table";
import { codeVersion } from "@/scripts/code-version";
import { choiceOption, namesOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";

interface Options extends Pick<FromFilesOptions, "loudness" | "instrument" | "leaveOut"> {
  table: string;
  out: string;
  name?: string;
  corpus?: string;
  json?: boolean;
}

function readTable(file: string) {
  if (!fs.existsSync(file))
    throw new InputError(`--table: expected a CSV file, found none at ${file}`);
  return parseClipTable(fs.readFileSync(file, "utf8"));
}

async function fromFiles(folder: string, options: Options): Promise<void> {
  if (!fs.existsSync(folder))
    throw new InputError(`expected a folder of clips, found none at ${folder}`);
  const table = readTable(options.table);
  const { loudness, instrument, leaveOut, corpus } = options;
  const progress = stageProgress();
  const remarks: string[] = [];
  try {
    const manifest = await makeSetFromFiles(table, {
      folder,
      out: path.resolve(options.out),
      name: options.name ?? path.basename(path.resolve(folder)),
      loudness,
      instrument,
      ...(leaveOut ? { leaveOut } : {}),
      ...(corpus ? { corpus } : {}),
      codeVersion: codeVersion(),
      onProgress: progress.show,
      onRemark: (remark) => void remarks.push(remark),
    });
    progress.stop();
    const summary = { out: options.out, stimuli: manifest.stimuli.length, remarks };
    process.stdout.write(
      options.json
        ? `${JSON.stringify(summary)}\n`
        : `${[`${summary.out}: ${summary.stimuli} clips`, ...remarks].join("\n")}\n`,
    );
  } catch (error) {
    if (error instanceof TableError) process.stderr.write(`${error.problems.join("\n")}\n`);
    throw error;
  } finally {
    progress.stop();
  }
}

/** `study stimuli from-files`, on the group that it is given. */
export function registerFromFiles(stimuli: Command): void {
  stimuli
    .command("from-files <folder>")
    .description(
      "make a stimulus set of your own clips (WAV, FLAC, MP3 or MIDI); each keeps its length",
    )
    .requiredOption(
      "--table <file>",
      "CSV: columns file, condition, item; role, language and answer if needed; all others are factors",
    )
    .requiredOption("--out <folder>", "new folder for the set")
    .option(
      "--loudness <choice>",
      `normalise: all to ${TARGET_LUFS} LUFS; keep: leave sound files as they are`,
      choiceOption(LOUDNESS_CHOICES),
      "normalise" as const,
    )
    .option(
      "--instrument <id>",
      `for MIDI: ${INSTRUMENT_IDS.join(", ")}`,
      choiceOption(INSTRUMENT_IDS),
      "piano",
    )
    .option(
      "--leave-out <names>",
      `of MIDI files, what they would be refused for: ${UNHEARD.join(", ")}`,
      namesOption(UNHEARD),
    )
    .option("--corpus <id>", "corpus to compare MIDI clips with", choiceOption(CORPUS_IDS))
    .option("--name <text>", "name shown to staff; the folder's when left out")
    .option("--json", "print the summary as JSON")
    .action(fromFiles);
}
