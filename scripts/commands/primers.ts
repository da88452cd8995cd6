import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { loadCorpus } from "@/lib/datasets/load";
import { CORPUS_IDS, corpusById } from "@/lib/datasets/registry";
import { trainingTexts } from "@/lib/generation/originality";
import { PRIMERS_FILE } from "@/lib/generation/primer-files";
import { melodyPrimers, type PrimerList } from "@/lib/generation/primers";
import { SHIPPED_CHECKPOINTS } from "@/lib/models/checkpoint-files";
import { InputError } from "@/lib/shared/invariant";
import { choiceOption } from "@/scripts/options";

/** The primers of a corpus by its rule. */
export function primersOf(id: string): PrimerList {
  const corpus = corpusById(id);
  if (!corpus.redistributable) {
    throw new InputError(`primers: excerpts of ${corpus.title} may not be passed on`);
  }
  const loaded = loadCorpus(id);
  return melodyPrimers(id, corpus.files.eval.sha256, loaded.eval[0]!, trainingTexts(loaded)[0]!);
}

function primers({ corpus, out }: { corpus: string; out: string }): void {
  const list = primersOf(corpus);
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
