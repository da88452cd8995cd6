import type { StudyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";
import type { StudyAnalysis } from "@/lib/stats/study-analysis";
import { analysisDigest, analysisInput } from "./analysis-input";
import { analysisState, keepAnalysis } from "./kept-analysis";
import { type Computing, runInThread } from "./run-in-thread";

/**
 * Computes a study's models from its present ratings and keeps them; results that are there
 * already are taken.
 * @throws InputError for a study that has not been launched
 */
export async function computeAnalysis(
  facts: StudyFacts,
  computing: Computing = {},
): Promise<StudyAnalysis> {
  if (!facts.launchedAt)
    throw new InputError(`expected a launched study, ${facts.slug} is a draft`, {
      code: "conflict",
    });
  const { kept } = await analysisState(facts);
  if (kept?.current) return kept.analysis;
  // Ratings that arrive while the data are loaded belong to the next digest.
  const { sha256 } = await analysisDigest(facts);
  const analysis = await runInThread("analysis", await analysisInput(facts), computing);
  await keepAnalysis(facts, sha256, analysis);
  return analysis;
}
