import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BUNDLE_SCRIPTS, bundleScript } from "@/lib/export/bundle/script-files";
import { settingsCsv } from "@/lib/export/bundle/settings";
import { csvHeader, csvLine } from "@/lib/export/csv";
import { numbersCsv } from "@/lib/export/report-numbers";
import { namedStream } from "@/lib/shared/rng";
import type { RatingRow } from "@/lib/stats/long-table";
import { simulateRatings } from "@/lib/stats/simulate";
import {
  type AnalysedSession,
  analyseStudy,
  type StudyAnalysisInput,
} from "@/lib/stats/study-analysis";

const RULE = "one value in at least 95 % of a dimension's main trials";

/** A study of models and, last, an anchor: repeats, an excluded and an unfinished session. */
export function simulatedStudy(
  names: string[],
  participants: number,
  variances: "pooled" | "by condition" = "pooled",
): StudyAnalysisInput {
  const rows: RatingRow[] = ["harmony", "reality"].flatMap((dimension) =>
    simulateRatings(
      {
        means: Object.fromEntries(names.map((name, i) => [name, 2.2 + 0.4 * i])),
        varianceParticipant: 0.3,
        varianceParticipantModel: 0.2,
        varianceStimulus: 0.2,
        varianceResidual: 0.6,
        scale: [0, 5],
      },
      { participants, stimuli: 6, heard: 4 },
      namedStream("bundle scripts", dimension),
      dimension,
    ),
  );
  // ids as a lab has them: leading zeros, exponents, words that other programs take for something else
  const person = (id: string) => `0${id.replace(/\D/g, "")}e1`;
  const main = rows.map((row, i) => ({
    ...row,
    participant: person(row.participant),
    session: `s${person(row.participant)}`,
    trialKind: "main",
    position: (i % 100) + 1,
  }));
  const again = main
    .filter((_, i) => i % 7 === 0)
    .map((row, i) => ({
      ...row,
      trialKind: "repeat",
      position: 200,
      rating: (row.rating + (i % 2)) % 6,
    }));
  const sessions = [...new Set(main.map(({ session }) => session))].map(
    (id, i): AnalysedSession => ({
      id,
      complete: i !== 1,
      excluded: i === 0,
      rules: i === 2 ? [RULE] : [],
    }),
  );
  return {
    rows: [...main, ...again],
    sessions,
    rules: [RULE],
    options: {
      anchors: [names.at(-1)!],
      plan: {
        primary: "harmony",
        contrasts: [[names[1]!, names[0]!]],
        dimensions: ["harmony", "reality"],
        alpha: 0.05,
        equivalenceMargin: 0.5,
        variances,
      },
    },
  };
}

/** Writes what the scripts of a bundle read. @returns the bundle's folder */
export function writtenBundle(input: StudyAnalysisInput): string {
  const folder = mkdtempSync(path.join(tmpdir(), "bundle-"));
  for (const name of ["data", "analysis"]) mkdirSync(path.join(folder, name));
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  for (const name of BUNDLE_SCRIPTS) write(`analysis/${name}`, bundleScript(name));
  const analysis = analyseStudy(input);
  write("analysis/settings.csv", settingsCsv(input, analysis));
  write("analysis/numbers.csv", numbersCsv(analysis));
  const columns = [
    "session",
    "participant",
    "stimulus",
    "condition",
    "dimension",
    "trial_kind",
    "position",
    "rating",
  ];
  write(
    "data/study-x_ratings_data.csv",
    csvHeader(columns) +
      input.rows
        .map((r) =>
          csvLine([
            r.session!,
            r.participant,
            r.stimulus,
            r.condition,
            r.dimension,
            r.trialKind!,
            r.position!,
            r.rating,
          ]),
        )
        .join(""),
  );
  write(
    "data/study-x_sessions_data.csv",
    csvHeader(["session", "complete", "excluded", "rule_1"]) +
      input.sessions
        .map((s) => csvLine([s.id, s.complete, s.excluded, s.rules.includes(RULE)]))
        .join(""),
  );
  return folder;
}

/** A program to run a script with, and what it must be able to load. */
export interface ScriptWorld {
  name: string;
  command: string[];
  probe: string[];
  environment?: Record<string, string>;
}

/** A folder in which `import scipy` fails as where it is not installed. */
function withoutScipy(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "no-scipy-"));
  mkdirSync(path.join(folder, "scipy"));
  writeFileSync(path.join(folder, "scipy/__init__.py"), "raise ImportError('not here')\n");
  return folder;
}

const python = (program: string, needs: string) => ({
  command: [program, "analysis/analysis.py"],
  probe: [program, "-c", `import ${needs}`],
});
/** The programs that readers of a paper have. */
export const SCRIPT_WORLDS: ScriptWorld[] = [
  {
    name: "R with lme4, lmerTest and ordinal",
    command: ["Rscript", "--vanilla", "analysis/analysis.R"],
    probe: ["Rscript", "-e", "library(lme4); library(lmerTest); library(ordinal)"],
  },
  { name: "the system's Python with scipy", ...python("/usr/bin/python3", "numpy, scipy") },
  { name: "Python with scipy", ...python("python3", "numpy, scipy") },
  {
    name: "Python without scipy",
    ...python("python3", "numpy"),
    environment: { PYTHONPATH: withoutScipy() },
  },
];

/** Runs a program in a folder. @returns its exit status and all that it wrote */
export function runScript([program, ...rest]: string[], cwd: string, environment = {}) {
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", ...environment };
  const done = spawnSync(program!, rest, { cwd, env, encoding: "utf8" });
  return { status: done.status, text: `${done.stdout}${done.stderr}` };
}
