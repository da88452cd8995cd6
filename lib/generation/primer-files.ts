import fs from "node:fs";
import path from "node:path";
import { type PrimerList, parsePrimerList, primerRuleWords } from "@/lib/generation/primers";
import { SHIPPED_CHECKPOINTS } from "@/lib/models/checkpoint-files";
import { canonicalJson, sha256Hex } from "@/lib/shared/canonical-json";
import { InputError } from "@/lib/shared/invariant";

/** Name of the list beside a corpus's checkpoints. */
export const PRIMERS_FILE = "primers.json";

/**
 * SHA-256 of a list's content, whatever the layout of its file. The rule counts in words, as the first
 * files held it: a list keeps its digest.
 */
export function primerListDigest(list: PrimerList): string {
  return sha256Hex(canonicalJson({ ...list, rule: primerRuleWords(list.rule) }));
}

/** @throws InputError when the corpus ships no primers */
export function loadPrimers(corpus: string, root = SHIPPED_CHECKPOINTS): PrimerList {
  const file = path.join(root, corpus, PRIMERS_FILE);
  if (!fs.existsSync(file)) {
    throw new InputError(
      `primers: expected the file ${file}, found none: "study primers --corpus ${corpus}" makes it`,
    );
  }
  return parsePrimerList(JSON.parse(fs.readFileSync(file, "utf8")), file);
}
