import fs from "node:fs";
import { Option } from "commander";
import { InputError } from "@/lib/shared/invariant";
import { type AnalysisOptions, analyseRatings, type StatsReport } from "@/lib/stats/analyse";
import type { VarianceModel } from "@/lib/stats/rating-design";
import { LONG_COLUMNS, type RatingColumns } from "@/lib/stats/reading/long-columns";
import { type RatingsFile, readRatings } from "@/lib/stats/reading/read-ratings";
import { checkPublishedExamples } from "@/lib/stats/self-test";
import type { RegisterCommands } from "@/scripts/commands/index";
import { selfTestText, statsText } from "@/scripts/stats-text";

interface StatsOptions {
  ratings?: string;
  columns?: string;
  words?: string;
  json?: boolean;
  selfTest?: boolean;
  primary?: string;
  dimension?: string;
  margin?: number;
  difference?: number;
  anchors?: string;
  variances: VarianceModel;
  seed: string;
  ordinal: boolean;
}

/** `study stats`: every analysis on a long ratings table, or the self-test on published examples. */
export const registerStats: RegisterCommands = (program) => {
  program
    .command("stats")
    .description("analyse any long ratings table, or check the statistics on published examples")
    .option(
      "--ratings <file>",
      "CSV with participant, stimulus, condition, rating; or a table of webMUSHRA, WAET, jsPsych, reVISit, PsyNet, P.808, Qualtrics, Google Forms",
    )
    .option("--columns <name=column,…>", "which column of the file is which")
    .option("--words <low,…,high>", "words used as ratings, lowest first")
    .option("--json", "print JSON")
    .option("--self-test", "re-run every published example")
    .option("--primary <first,second>", "the contrast that was declared beforehand")
    .option("--dimension <name>", "its dimension (default: the first of the table)")
    .option("--margin <units>", "equivalence margin of that contrast", positive("--margin"))
    .option("--difference <units>", "true difference to give power for", positive("--difference"))
    .option("--anchors <names>", "conditions that are anchors, or none", "human,scrambled")
    .addOption(
      new Option(
        "--variances <model>",
        "of the declared model: one for all conditions, or one each",
      )
        .choices(["pooled", "by condition"])
        .default("pooled"),
    )
    .option("--seed <text>", "seed of the bootstrap intervals", "1")
    .option("--no-ordinal", "leave the ordinal mixed model out")
    .action(async (options: StatsOptions) => {
      if (options.selfTest) return runSelfTest(options.json);
      const { reading, report } = analyse(options);
      for (const note of reading.notes) process.stderr.write(`${note}\n`);
      const { rows: _, ...read } = reading;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ ...report, reading: read }, null, 2)}\n`
          : statsText(report),
      );
    });
};

function positive(name: string) {
  return (text: string) => {
    const value = Number(text);
    if (!(value > 0 && Number.isFinite(value))) {
      throw new InputError(`${name}: expected a number above 0, got "${text}"`);
    }
    return value;
  };
}

function runSelfTest(json?: boolean): void {
  const groups = checkPublishedExamples();
  const failed = groups.flatMap((group) => group.checks).filter((check) => !check.passed);
  process.stdout.write(json ? `${JSON.stringify(groups, null, 2)}\n` : selfTestText(groups));
  if (failed.length > 0) {
    throw new InputError(`self-test: expected every value to agree, ${failed.length} did not`);
  }
}

function analyse(options: StatsOptions): { reading: RatingsFile; report: StatsReport } {
  if (!options.ratings) {
    throw new InputError("stats: expected --ratings FILE.csv or --self-test, got neither");
  }
  const reading = readRatings(readFile(options.ratings), {
    ...(options.columns ? { columns: columnChoice(options.columns) } : {}),
    ...(options.words ? { words: names(options.words) } : {}),
  });
  const { rows } = reading;
  const settings: AnalysisOptions = {
    anchors: options.anchors === "none" ? [] : names(options.anchors ?? ""),
    seed: options.seed,
    variances: options.variances,
    ordinal: options.ordinal,
  };
  if (options.difference) settings.difference = options.difference;
  if (options.primary) {
    const dimension = options.dimension ?? rows[0]!.dimension;
    settings.plan = {
      primary: dimension,
      contrasts: [contrast(options.primary)],
      dimensions: [dimension],
      alpha: 0.05,
      equivalenceMargin: options.margin ?? null,
      variances: options.variances,
    };
  }
  return { reading, report: analyseRatings(rows, settings) };
}

const names = (text: string) => text.split(",").map((name) => name.trim());

function contrast(text: string): [string, string] {
  const [first, second, ...rest] = names(text);
  if (!first || !second || rest.length > 0) {
    throw new InputError(`--primary: expected two conditions as "first,second", got "${text}"`);
  }
  return [first, second];
}

function columnChoice(text: string): RatingColumns {
  const choice: RatingColumns = {};
  for (const part of names(text)) {
    const at = part.indexOf("=");
    const name = LONG_COLUMNS.find((column) => column === part.slice(0, at).trim());
    if (!name) {
      throw new InputError(`--columns: expected ${LONG_COLUMNS.join("=…,")}=…, got "${part}"`);
    }
    choice[name] = part.slice(at + 1).trim();
  }
  return choice;
}

function readFile(file: string): Uint8Array {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new InputError(`--ratings: expected a readable file, got "${file}" (${code})`);
  }
}
