import path from "node:path";
import type { Command } from "commander";
import { makeSet, type SetWork } from "@/lib/generation/make-set";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { stimuliOf } from "@/lib/stimuli/manifest";
import { ANCHORS, SET_CORPORA, SET_PRESET_IDS } from "@/lib/stimuli/set-presets";
import { SET_LIMITS, type SetChoices, setRequestOf } from "@/lib/stimuli/set-request";
import { codeVersion } from "@/scripts/code-version";
import { choiceOption, namesOption, numberOption, seedOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";

type Options = SetChoices &
  Pick<SetWork, "out" | "checkpoints" | "keepOriginality"> & { json?: boolean };

async function generate(options: Options): Promise<void> {
  const { json, out, checkpoints, keepOriginality, ...choices } = options;
  const progress = stageProgress();
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error("stopped; nothing was written"));
  process.once("SIGINT", interrupt);
  try {
    const manifest = await makeSet(setRequestOf(choices), {
      out: path.resolve(out),
      ...(checkpoints ? { checkpoints } : {}),
      ...(keepOriginality ? { keepOriginality } : {}),
      codeVersion: codeVersion(),
      onProgress: progress.show,
      signal: stop.signal,
    });
    progress.stop();
    const { set } = manifest;
    const main = stimuliOf(manifest, "main").length;
    const summary = {
      out,
      stimuli: manifest.stimuli.length,
      main,
      backend: set.backend,
      temperature: set.temperature,
    };
    const words = `${out}: ${main} clips to rate and ${manifest.stimuli.length - main} for practice and sound check, temperature ${set.temperature}, on ${set.backend}\n`;
    process.stdout.write(json ? `${JSON.stringify(summary)}\n` : words);
  } finally {
    progress.stop();
    process.off("SIGINT", interrupt);
  }
}

/** `study generate`. */
export function registerGenerate(program: Command): void {
  program
    .command("generate")
    .description(
      "make a stimulus set from trained models: sample, cut to 8 bars, render, write scores",
    )
    .requiredOption(
      "--preset <name>",
      `one of ${SET_PRESET_IDS.join(", ")}`,
      choiceOption(SET_PRESET_IDS),
    )
    .requiredOption("--seed <n>", "seed of everything that is drawn", seedOption)
    .requiredOption("--out <folder>", "new folder for the set")
    .option("--models <ids>", "model ids, separated by commas", namesOption(MODEL_IDS))
    .option("--corpus <id>", "corpus that the models were trained on", choiceOption(SET_CORPORA))
    .option(
      "--items <n>",
      "items; each is continued by every model",
      numberOption(...SET_LIMITS.items, true),
    )
    .option("--anchors <names>", `${ANCHORS.join(", ")}: hidden anchors`, namesOption(ANCHORS))
    .option(
      "--temperature <t>",
      "instead of the recorded choice",
      numberOption(...SET_LIMITS.temperature),
    )
    .option("--tempo <qpm>", "quarter notes a minute", numberOption(...SET_LIMITS.tempo))
    .option(
      "--instrument <id>",
      `one of ${INSTRUMENT_IDS.join(", ")}`,
      choiceOption(INSTRUMENT_IDS),
    )
    .option("--name <text>", "name shown to staff")
    .option("--checkpoints <folder>", "checkpoints other than the shipped ones")
    .option(
      "--keep-originality",
      "keep its clips' originality in artifacts, for machines without the corpus",
    )
    .option("--json", "print the summary as JSON")
    .action(generate);
}
