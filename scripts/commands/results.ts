import { Option } from "commander";
import type { RatingSelection } from "@/lib/services/result/counted-ratings";
import type { RegisterCommands } from "@/scripts/commands/index";
import { stageProgress } from "@/scripts/progress";
import { statsText } from "@/scripts/stats-text";
import { textTable } from "@/scripts/text-table";
import { print, withDatabase } from "@/scripts/with-database";

interface Options {
  json?: boolean;
  ratings: RatingSelection;
  models: boolean;
  look?: string;
}

/** `study results`: the numbers and models of one study, as its results page shows them. */
export const registerResults: RegisterCommands = (program) => {
  program
    .command("results <study>")
    .description("n, mean, SD and median per condition and dimension, and every analysis")
    .option("--json", "print JSON")
    .addOption(
      new Option("--ratings <which>", "ratings that the table of means counts")
        .choices(["plan", "with-excluded", "all-given"])
        .default("plan"),
    )
    .option("--no-models", "the table of means alone")
    .option("--look <reason>", "look before the stop rule is met; the look is logged")
    .action((slug: string, options: Options) => withDatabase(() => run(slug, options)));
};

async function run(slug: string, options: Options): Promise<void> {
  const { openResults } = await import("@/lib/services/result/study-looks");
  const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
  const { loadStudyResults: studyResults } = await import("@/lib/services/result/study-results");
  const { facts, stamps } = await openResults(slug, CLI_ACTOR, options.look);
  const results = await studyResults(slug, options.ratings);
  const analysis = options.models ? await models(facts) : null;
  print(options.json, { ...results, stamps, analysis }, () =>
    [
      ...stamps.map((stamp) => `${stamp}\n`),
      `${results.study}: ${results.completed} of ${results.target} completed, `,
      `${results.excluded} excluded; ratings: ${results.ratings}\n`,
      textTable(results.rows),
      analysis?.report ? statsText(analysis.report) : (analysis?.reason ?? ""),
      analysis && analysis.variants.length > 0 ? variantText(analysis.variants) : "",
    ].join(""),
  );
}

type Facts = Awaited<
  ReturnType<typeof import("@/lib/services/result/study-looks")["openResults"]>
>["facts"];
type Variants = Awaited<
  ReturnType<typeof import("@/lib/services/result/compute-analysis")["computeAnalysis"]>
>["variants"];

async function models(facts: Facts) {
  const { computeAnalysis } = await import("@/lib/services/result/compute-analysis");
  const progress = stageProgress();
  try {
    return await computeAnalysis(facts, {
      onProgress: progress.show,
    });
  } finally {
    progress.stop();
  }
}

function variantText(variants: Variants): string {
  const rows = variants.flatMap(({ name, participants, tests }) =>
    tests.map((test) => ({
      "who counts": name,
      participants,
      contrast: `${test.dimension}: ${test.first} − ${test.second}`,
      difference: test.estimate,
      low: test.interval.low,
      high: test.interval.high,
      p: test.p,
    })),
  );
  return `\nUnder each exclusion rule\n${textTable(rows)}`;
}
