// `node --import tsx tests/bench/beside-r.ts [inst-eval] [clmm]`: our models beside R's (lme4, lmerTest, ordinal) in
// one run, one after the other: processor seconds and the most memory of each process.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { largeRatings } from "./large-ratings";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "beside-r-"));
const wanted = process.argv.slice(2);
try {
  const file = path.join(folder, "large.csv");
  const lines = largeRatings().map((r) =>
    [r.participant, r.stimulus, r.condition, r.rating].join(),
  );
  fs.writeFileSync(file, `participant,stimulus,condition,rating\n${lines.join("\n")}\n`);
  compare("1,000 listeners × 300 clips, 30,000 ratings", file);
  if (wanted.includes("inst-eval")) compare("InstEval, 73,421 ratings", instEval());
} finally {
  fs.rmSync(folder, { recursive: true });
}

function compare(title: string, file: string): void {
  process.stdout.write(`${title}\n`);
  const command = ["scripts/study.mjs", "stats", "--ratings", file];
  show("study stats --no-ordinal", [process.execPath, ...command, "--no-ordinal"]);
  show("study stats", [process.execPath, ...command]);
  const model = "(1 | participant) + (1 | participant:condition) + (1 | stimulus)";
  show("lmerTest", [
    "Rscript",
    "-e",
    `suppressPackageStartupMessages(library(lmerTest)); d <- read.csv("${file}", stringsAsFactors = TRUE); print(coef(summary(lmer(rating ~ condition + ${model}, d))))`,
  ]);
  if (!wanted.includes("clmm")) return;
  const cells = model.replace("participant:condition", "pc");
  show("ordinal::clmm", [
    "Rscript",
    "-e",
    `suppressPackageStartupMessages(library(ordinal)); d <- read.csv("${file}", stringsAsFactors = TRUE); d$pc <- interaction(d$participant, d$condition, drop = TRUE); print(coef(summary(clmm(factor(rating) ~ condition + ${cells}, d))))`,
  ]);
}

/** Runs a program under GNU time and prints processor time, wall clock and the most memory. */
function show(name: string, command: readonly string[]): void {
  const { status, stderr } = spawnSync("/usr/bin/time", ["-f", "%U %S %e %M", ...command], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`${name}: expected exit 0, got ${status}\n${stderr}`);
  const [user, system, wall, memory] = stderr.trim().split("\n").at(-1)!.split(" ").map(Number);
  process.stdout.write(
    `  ${name}: ${(user! + system!).toFixed(1)} s of processor, ${wall!.toFixed(1)} s, ${(memory! / 1000).toFixed(0)} MB\n`,
  );
}

/** lme4's InstEval as a table of ratings: a lecturer's courses of one kind of service are a stimulus. */
function instEval(): string {
  const file = path.join(folder, "inst-eval.csv");
  const script = `d <- lme4::InstEval; write.csv(data.frame(participant = paste0("s", d$s), stimulus = paste0("d", d$d, "x", d$service), condition = paste0("service", d$service), rating = d$y), "${file}", row.names = FALSE, quote = FALSE)`;
  const { status, stderr } = spawnSync("Rscript", ["-e", script], { encoding: "utf8" });
  if (status !== 0) throw new Error(`InstEval: expected lme4 in R, got ${stderr}`);
  return file;
}
