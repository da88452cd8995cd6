import { type Command, InvalidArgumentError } from "commander";
import { type ActivationSettings, CONSTRAINTS } from "@/lib/analysis/activation";
import { CORPUS_IDS, corpusById } from "@/lib/datasets/registry";
import { ENCODINGS } from "@/lib/encoding/registry";
import {
  ACTIVATION_FILE,
  type ActivationData,
  activationSchema,
} from "@/lib/figures/activation-data";
import { activationCourseSvg, activationFigureSvg } from "@/lib/figures/activation-figure";
import { writeArtifact } from "@/lib/models/artifact-files";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import { type ActivationRun, measureActivation } from "@/scripts/activation-run";
import { writeFigures } from "@/scripts/figure-files";
import { choiceOption, listOption, namesOption, numberOption, seedOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";
import { textTable } from "@/scripts/text-table";

type Options = Omit<ActivationRun, "outputs" | "settings"> &
  ActivationSettings & { outputs: number[] | "all"; out: string; json?: boolean; write?: boolean };

function outputsOption(text: string): number[] | "all" {
  if (text === "all") return text;
  const classes = listOption(text).map(Number);
  if (classes.every((one) => Number.isInteger(one) && one >= 0)) return classes;
  throw new InvalidArgumentError('expected "all" or numbers of classes separated by commas.');
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function rows(data: ActivationData) {
  return data.models.map(({ model, outputs }) => ({
    model,
    outputs: outputs.length,
    "end above every corpus window": outputs.every(({ aboveCorpus }) => aboveCorpus === null)
      ? null
      : outputs.filter(({ aboveCorpus }) => aboveCorpus).length,
    "last tenth highest": outputs.filter(({ rising }) => rising).length,
    logit: mean(outputs.map(({ logit }) => logit)),
    separation: mean(outputs.map(({ separation }) => separation)),
    "near ends": mean(outputs.map(({ nearEnds }) => nearEnds)),
  }));
}

async function run(options: Options): Promise<void> {
  const { models, corpus, outputs, windowStride, out, json, write, ...settings } = options;
  const { classes } = ENCODINGS[corpusById(corpus).encoding];
  if (write && outputs !== "all") {
    throw new InputError("--write: expected --outputs all, since the committed figure shows all");
  }
  const wanted = outputs === "all" ? Array.from({ length: classes }, (_, c) => c) : outputs;
  const progress = stageProgress();
  const asked = { models, corpus, outputs: wanted, settings, windowStride };
  const data = activationSchema.parse(await measureActivation(asked, progress.show));
  progress.stop();
  const figures = {
    figure10: activationFigureSvg(data),
    "figure10-convergence": activationCourseSvg(data),
  };
  const files = await writeFigures(out, figures, { name: ACTIVATION_FILE, content: data });
  if (write) files.push(writeArtifact(ACTIVATION_FILE, data));
  for (const file of files) process.stderr.write(`written: ${file}\n`);
  process.stdout.write(json ? `${JSON.stringify(rows(data), null, 2)}\n` : textTable(rows(data)));
}

/** `study analyse activation`. */
export function registerActivation(analyse: Command): void {
  analyse
    .command("activation")
    .description("Figure 10: for each output the input that raises it most")
    .option("--models <ids>", "models, by commas", namesOption(MODEL_IDS), [
      "resNet20_Naive",
      "resNet20_LocalConv",
    ] satisfies ModelId[])
    .option("--corpus <id>", "corpus they were trained on", choiceOption(CORPUS_IDS), "bach")
    .option("--outputs <list>", "classes, by commas, or all", outputsOption, "all")
    .option("--steps <n>", "updates of the input", numberOption(10, 10_000, true), 400)
    .option("--rate <r>", "size of the first updates", numberOption(1e-5, 10), 0.05)
    .option("--l2 <w>", "weight of the input's squared length", numberOption(0, 1000), 5)
    .option("--total-variation <w>", "weight of its change in time", numberOption(0, 1000), 1)
    .option("--constraint <kind>", "what an input may be", choiceOption(CONSTRAINTS), "none")
    .option("--start <value>", "every value of the start", numberOption(-10, 10), 0)
    .option("--seed <n>", "of the start's noise", seedOption, 1)
    .option(
      "--window-stride <n>",
      "distance of the corpus windows compared with; 0 leaves them out",
      numberOption(0, 100_000, true),
      1,
    )
    .option("--out <folder>", "where SVG, PNG and data are written", "figure10")
    .option("--json", "print JSON")
    .option("--write", "update artifacts/figure10.json")
    .action(run);
}
