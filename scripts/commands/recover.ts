import type { RegisterCommands } from "@/scripts/commands/index";
import { numberOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";
import { textTable } from "@/scripts/text-table";
import { readTruth } from "@/scripts/truth-file";
import { print, withDatabase } from "@/scripts/with-database";

interface Options {
  truth: string;
  studies: number;
  ordinal: number;
  seed: string;
  json?: boolean;
}

/** `study recover`: does the analysis find a known truth on this study's own design? */
export const registerRecover: RegisterCommands = (program) => {
  program
    .command("recover <study>")
    .description(
      "bias, coverage and type-I error over simulated studies of a study's frozen design",
    )
    .requiredOption("--truth <file>", "JSON with effects and variances of each dimension")
    .option("--studies <n>", "simulated studies", numberOption(2, 100_000, true), 200)
    .option(
      "--ordinal <n>",
      "of them with the (slow) ordinal model",
      numberOption(0, 100_000, true),
      0,
    )
    .option("--seed <seed>", "everything drawn follows from it", "1")
    .option("--json", "print JSON")
    .action((slug: string, options: Options) => withDatabase(() => run(slug, options)));
};

async function run(slug: string, { truth, studies, ordinal, seed, json }: Options): Promise<void> {
  const { plannedRatings } = await import("@/lib/services/study/planned-ratings");
  const { recover } = await import("@/lib/stats/recovery");
  const { configuration, design } = await plannedRatings(slug);
  const known = await readTruth(truth, configuration);
  const progress = stageProgress();
  const onStudy = (done: number) =>
    progress.show({ stage: "simulated studies", done, total: studies });
  const { alpha } = configuration.plan;
  const options = { studies, ordinalStudies: ordinal, alpha, seed, onStudy };
  const result = recover(known, design, configuration.dimensions, options);
  progress.stop();
  print(json, { study: slug, ...result }, () =>
    [
      `${slug}: ${design.length} ratings a dimension, ${studies} simulated studies\n\n`,
      textTable(result.differences.map((one) => ({ ...one }))),
      `\nRejections at ${alpha} where all models are alike (every pair)\n`,
      textTable(result.nulls.map((one) => ({ ...one }))),
    ].join(""),
  );
}
