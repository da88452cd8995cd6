import path from "node:path";
import { type Command, Option } from "commander";
import { INSTRUMENT_IDS } from "@/lib/audio/types";
import { CORPUS_IDS } from "@/lib/datasets/registry";
import { type MakeSetOptions, makeSet } from "@/lib/generation/make-set";
import { stimuliOf } from "@/lib/stimuli/manifest";
import { SET_PRESETS } from "@/lib/stimuli/set-presets";
import { codeVersion } from "@/scripts/code-version";
import { choiceOption, listOption, numberOption, seedOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";

type Options = Omit<MakeSetOptions, "codeVersion" | "onProgress" | "signal"> & { json?: boolean };

async function generate(options: Options): Promise<void> {
  const { json, ...settings } = options;
  const progress = stageProgress();
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error("stopped; nothing was written"));
  process.once("SIGINT", interrupt);
  try {
    const manifest = await makeSet({
      ...settings,
      out: path.resolve(settings.out),
      codeVersion: codeVersion(),
      onProgress: progress.show,
      signal: stop.signal,
    });
    progress.stop();
    const { set } = manifest;
    const main = stimuliOf(manifest, "main").length;
    const summary = {
      out: settings.out,
      stimuli: manifest.stimuli.length,
      main,
      backend: set.backend,
      temperature: set.temperature,
    };
    const words = `${settings.out}: ${main} clips to rate and ${manifest.stimuli.length - main} for practice and sound check, temperature ${set.temperature}, on ${set.backend}\n`;
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
      `one of ${Object.keys(SET_PRESETS).join(", ")}`,
      choiceOption(Object.keys(SET_PRESETS)),
    )
    .requiredOption("--seed <n>", "seed of everything that is drawn", seedOption)
    .requiredOption("--out <folder>", "new folder for the set")
    .option("--models <ids>", "model ids, separated by commas", listOption)
    .option("--corpus <id>", "corpus that the models were trained on", choiceOption(CORPUS_IDS))
    .option("--items <n>", "items; each is continued by every model", numberOption(1, 1000, true))
    .addOption(
      new Option("--anchors <names>", "human, scrambled: hidden anchors").argParser(
        (text: string) => listOption(text).map(choiceOption(["human", "scrambled"] as const)),
      ),
    )
    .option("--temperature <t>", "instead of the recorded choice", numberOption(0, 5))
    .option("--tempo <qpm>", "quarter notes a minute", numberOption(40, 240))
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
