import type { Command } from "commander";
import { writeArtifact } from "@/lib/models/artifact-files";
import { dataPath } from "@/lib/shared/env";
import type { Claim, LengthRun } from "@/lib/training/claims";
import { CLAIMS_FILE, collectClaims, convergenceRuns } from "@/lib/training/claims-files";
import { numberOption, seedOption } from "@/scripts/options";
import { stageProgress } from "@/scripts/progress";
import { humanModel, type LongSettings, sampleLong } from "@/scripts/sample-long";

interface ClaimsOptions extends LongSettings {
  sample?: boolean;
  write?: boolean;
  json?: boolean;
}

const MODELS = ["resNet20_LocalConv", "resNet20_Naive", "LSTM"] as const;

async function sampled(settings: LongSettings): Promise<LengthRun[]> {
  const human = humanModel("bach");
  const progress = stageProgress();
  const runs: LengthRun[] = [];
  for (const model of MODELS) {
    const show = (step: number, steps: number) =>
      progress.show({ stage: model, done: step, total: steps });
    runs.push(await sampleLong("bach", model, human, settings, show));
  }
  progress.stop();
  return runs;
}

const verdict = ({ holds }: Claim) =>
  holds === null ? "not measured" : holds ? "holds" : "does not hold";

function markdown(claims: readonly Claim[]): string {
  const rows = claims.map(
    (c) => `| ${c.claim} | ${c.measured} | ${verdict(c)} | \`${c.command}\` |`,
  );
  return `| the paper's claim | measured here | | repeat with |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

async function claims(options: ClaimsOptions): Promise<void> {
  const length = options.sample ? await sampled(options) : [];
  const convergence = convergenceRuns(dataPath("training"));
  const found = collectClaims({ convergence, length });
  if (options.write) process.stderr.write(`written: ${writeArtifact(CLAIMS_FILE, found)}\n`);
  process.stdout.write(
    options.json ? `${JSON.stringify(found, null, 2)}\n` : markdown(found.claims),
  );
}

/** `study claims`. */
export function registerClaims(program: Command): void {
  program
    .command("claims")
    .description("the paper's claims beside what was measured here")
    .option("--sample", "sample long pieces from the shipped checkpoints (length, confidence)")
    .option("--bars <n>", "bars of a long piece", numberOption(8, 512, true), 64)
    .option("--clips <n>", "long pieces a model", numberOption(1, 40, true), 8)
    .option("--temperature <t>", "of sampling", numberOption(0.05, 2), 1)
    .option("--seed <n>", "of sampling", seedOption, 1)
    .option("--json", "print JSON")
    .option("--write", "update artifacts/claims.json")
    .action(claims);
}
