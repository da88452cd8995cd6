import type { Command } from "commander";
import { CORPORA, CORPUS_IDS, type CorpusId } from "@/lib/datasets/registry";
import { ENCODINGS } from "@/lib/encoding/registry";
import { generateCandidates } from "@/lib/generation/candidates";
import { predictorSource } from "@/lib/generation/predictor-source";
import { loadPrimers } from "@/lib/generation/primer-files";
import {
  descriptionDistance,
  meanDescription,
  TEMPERATURE_RULE_ID,
  TEMPERATURES,
} from "@/lib/generation/temperature";
import {
  type TemperatureChoice,
  temperatureFile,
  writeTemperature,
} from "@/lib/generation/temperature-artifact";
import { CLIP_STEPS, type Note } from "@/lib/music/notes";
import { SET_PRESETS, type SetPreset } from "@/lib/stimuli/set-presets";
import { choiceOption, seedOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";

/** The models whose set a corpus's temperature is chosen for: those of the preset listed first. */
function modelsFor(corpus: CorpusId): SetPreset["models"] {
  const presets: SetPreset[] = Object.values(SET_PRESETS);
  return (presets.find((preset) => preset.corpus === corpus) ?? SET_PRESETS.paper).models;
}

async function temperature({ corpus, seed }: { corpus: CorpusId; seed: number }): Promise<void> {
  const source = await predictorSource();
  const encoding = ENCODINGS[CORPORA[corpus].encoding];
  const primers = loadPrimers(corpus).primers;
  const human = primers.map((p) => encoding.decode(p.continuation, CLIP_STEPS).notes);
  const clips = new Map<number, Note[][]>(TEMPERATURES.map((t) => [t, []]));
  const checkpoints: Record<string, string> = {};
  const progress = stageProgress();
  for (const model of modelsFor(corpus)) {
    const { meta, predictor, dispose } = source.load(corpus, model);
    checkpoints[model] = meta.weights.sha256;
    for (const t of TEMPERATURES) {
      const settings = { encoding, temperature: t, seed };
      const show = (done: number, total: number) =>
        progress.show({ stage: `${model} at ${t}`, done, total });
      const made = await generateCandidates(model, predictor, primers, settings, show);
      clips.get(t)!.push(...made.map((clip) => clip.decoded.notes));
    }
    dispose();
  }
  progress.stop();
  const tried = TEMPERATURES.map((t) => ({
    temperature: t,
    distance: descriptionDistance(clips.get(t)!, human),
    description: meanDescription(clips.get(t)!),
  }));
  const chosen = tried.reduce((best, one) =>
    one.distance < best.distance ? one : best,
  ).temperature;
  const choice: TemperatureChoice = {
    format: 1,
    rule: TEMPERATURE_RULE_ID,
    corpus,
    checkpoints,
    seed,
    backend: source.backend,
    tried,
    human: meanDescription(human),
    chosen,
  };
  writeTemperature(choice);
  console.table(
    tried.map((row) => ({
      temperature: row.temperature,
      distance: row.distance,
      ...row.description,
    })),
  );
  process.stdout.write(`${temperatureFile(corpus)}: ${chosen}\n`);
}

/** `study temperature`. */
export function registerTemperature(program: Command): void {
  program
    .command("temperature")
    .description(
      "choose the sampling temperature of a corpus's models by the declared rule, and record it",
    )
    .option("--corpus <id>", "corpus", choiceOption(CORPUS_IDS), "bach")
    .option("--seed <n>", "seed of the clips compared", seedOption, 1)
    .action(temperature);
}
