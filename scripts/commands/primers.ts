import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { CORPUS_IDS } from "@/lib/datasets/registry";
import { derivePrimers } from "@/lib/generation/derive-primers";
import { PRIMERS_FILE } from "@/lib/generation/primer-files";
import { SHIPPED_CHECKPOINTS } from "@/lib/models/checkpoint-files";
import { choiceOption } from "@/scripts/options";

function primers({ corpus, out }: { corpus: string; out: string }): void {
  const list = derivePrimers(corpus);
  const file = path.join(path.resolve(out), corpus, PRIMERS_FILE);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(list)}\n`);
  process.stdout.write(`${file}: ${list.primers.length} primers\n`);
}

/** `study primers`. */
export function registerPrimers(program: Command): void {
  program
    .command("primers")
    .description("write the primers of a corpus by the stated rule, with their true continuations")
    .option("--corpus <id>", "corpus", choiceOption(CORPUS_IDS), "bach")
    .option("--out <folder>", "checkpoints folder", SHIPPED_CHECKPOINTS)
    .action(primers);
}
