import { readFile } from "node:fs/promises";
import { InputError } from "@/lib/shared/invariant";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { parseTruth, type RatingTruthFile } from "@/lib/study/rating-truth";

/** Reads a truth for a study's models and anchors. @throws InputError that says what is wrong */
export async function readTruth(
  file: string,
  { dimensions, trials }: StudyConfiguration,
): Promise<RatingTruthFile> {
  const text = await readFile(file, "utf8").catch((cause) => {
    throw new InputError(`--truth: expected a readable file, got "${file}"`, { cause });
  });
  const conditions = [...trials.models, ...trials.anchors].map(({ condition }) => condition);
  return parseTruth(jsonOf(text, file), { dimensions, conditions });
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`--truth: expected JSON in "${file}"`, { cause });
  }
}
