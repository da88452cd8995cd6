import { Option } from "commander";
import { STUDY_PRESETS } from "@/lib/study/presets";
import type { RegisterCommands } from "@/scripts/commands/index";
import { numberOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";
import { print, withDatabase } from "@/scripts/with-database";

interface Options {
  participants: number;
  seed: string;
  study?: string;
  set?: string;
  preset: string;
  site?: string;
  dropOut: number;
  truth?: string;
  json?: boolean;
}

/** `study simulate`: simulated participants over the site's own interface. */
export const registerSimulate: RegisterCommands = (program) => {
  program
    .command("simulate")
    .description("send simulated participants through the running site")
    .requiredOption("--participants <n>", "how many", numberOption(1, 100_000, true))
    .option("--seed <seed>", "everything that they draw follows from it", "1")
    .option("--study <study>", "a simulated study, or any study to make a simulated duplicate of")
    .option(
      "--set <set>",
      "set of a new simulated study (the demo's, or the newest published one, by default)",
    )
    .addOption(
      new Option("--preset <preset>", "preset of a new study")
        .choices(STUDY_PRESETS)
        .default("paper"),
    )
    .option("--site <url>", "address of the site (http://localhost:PORT by default)")
    .option(
      "--drop-out <share>",
      "share of participants who leave in the middle",
      numberOption(0, 1),
      0,
    )
    .option("--truth <file>", "JSON with effects and variances that the participants rate by")
    .option("--json", "print JSON")
    .action((options: Options) => withDatabase(() => run(options)));
};

async function run({ json, ...options }: Options): Promise<void> {
  const { env } = await import("@/lib/shared/env");
  const { simulate } = await import("@/scripts/simulation");
  const site = (options.site ?? `http://localhost:${env().PORT}`).replace(/\/$/, "");
  const progress = stageProgress();
  let done = 0;
  try {
    const step = () =>
      progress.show({ stage: "participants", done: ++done, total: options.participants });
    const result = await simulate({ ...options, site }, step);
    print(
      json,
      result,
      () => `${result.study}: ${result.completed} of ${result.participants} completed\n`,
    );
  } finally {
    progress.stop();
  }
}
