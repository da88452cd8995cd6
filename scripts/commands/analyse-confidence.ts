import type { Command } from "commander";
import { CORPUS_IDS } from "@/lib/datasets/registry";
import {
  CONFIDENCE_FILE,
  type ConfidenceData,
  confidenceSchema,
} from "@/lib/figures/confidence-data";
import {
  confidenceByClassSvg,
  confidenceHeatMapsSvg,
  entropySvg,
  reliabilitySvg,
} from "@/lib/figures/confidence-figure";
import { chosenTemperature } from "@/lib/generation/temperature-artifact";
import { writeArtifact } from "@/lib/models/artifact-files";
import { readCheckpoint } from "@/lib/models/checkpoint-files";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import { type ConfidenceSettings, measureConfidence } from "@/scripts/confidence-run";
import { writeFigures } from "@/scripts/figure-files";
import { choiceOption, namesOption, numberOption, seedOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";
import { textTable } from "@/scripts/text-table";

type Options = Omit<ConfidenceSettings, "temperature"> & {
  temperature?: number;
  out: string;
  json?: boolean;
  write?: boolean;
};

function figuresOf(data: ConfidenceData): Record<string, string> {
  const reliability = reliabilitySvg(data);
  return {
    "figure9-heat-maps": confidenceHeatMapsSvg(data),
    "figure9-by-class": confidenceByClassSvg(data),
    "figure9-entropy": entropySvg(data),
    ...(reliability ? { "figure9-calibration": reliability } : {}),
  };
}

function rows(data: ConfidenceData) {
  return data.models.map(({ model, mean, entropy, binaryLike, calibration }) => ({
    model,
    "mean confidence": mean,
    "entropy, nats": entropy,
    "binary-like values": binaryLike.values,
    "decided steps": binaryLike.decided,
    "held-out confidence": calibration?.confidence ?? null,
    "held-out accuracy": calibration?.accuracy ?? null,
    "calibration error": calibration?.error ?? null,
  }));
}

function digests({ corpus, models }: Pick<Options, "corpus" | "models">): Record<string, string> {
  return Object.fromEntries(
    models.map((model) => [model, readCheckpoint(corpus, model).meta.weights.sha256]),
  );
}

async function run({ out, json, write, temperature, ...settings }: Options): Promise<void> {
  const progress = stageProgress();
  const wanted = temperature ?? chosenTemperature(settings.corpus, digests(settings));
  const data = confidenceSchema.parse(
    await measureConfidence({ ...settings, temperature: wanted }, progress.show),
  );
  progress.stop();
  const files = await writeFigures(out, figuresOf(data), { name: CONFIDENCE_FILE, content: data });
  if (write) files.push(writeArtifact(CONFIDENCE_FILE, data));
  for (const file of files) process.stderr.write(`written: ${file}\n`);
  process.stdout.write(json ? `${JSON.stringify(rows(data), null, 2)}\n` : textTable(rows(data)));
}

/** `study analyse confidence`. */
export function registerConfidence(analyse: Command): void {
  analyse
    .command("confidence")
    .description("Figure 9: how sure the networks are of what they write, and whether rightly so")
    .option("--models <ids>", "models, by commas", namesOption(MODEL_IDS), [
      "resNet20_Naive",
      "resNet20_LocalConv",
      "LSTM",
    ] satisfies ModelId[])
    .option("--corpus <id>", "corpus they were trained on", choiceOption(CORPUS_IDS), "bach")
    .option("--steps <n>", "events to generate", numberOption(16, 10_000, true), 1000)
    .option("--temperature <t>", "of sampling (default: the corpus's)", numberOption(0, 2))
    .option("--seed <n>", "of sampling", seedOption, 1)
    .option("--primer <n>", "primer of the committed list", numberOption(1, 40, true), 1)
    .option(
      "--held-out-stride <n>",
      "distance of the held-out windows for calibration, best an odd one; 0 leaves it out",
      numberOption(0, 1000, true),
      5,
    )
    .option("--out <folder>", "where SVG, PNG and data are written", "figure9")
    .option("--json", "print JSON")
    .option("--write", "update artifacts/figure9.json")
    .action(run);
}
