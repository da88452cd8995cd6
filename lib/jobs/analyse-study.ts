import { z } from "zod";
import { defineJob } from "@/lib/jobs/job-definition";
import { computeAnalysis } from "@/lib/services/result/compute-analysis";
import { studyFacts } from "@/lib/services/study/study-facts";

const input = z.strictObject({
  /** The study's slug. */
  study: z.string(),
  /** Digest of the data when it was asked for. */
  sha256: z.string(),
  /** Asked for by a desk that may not see the models' names. */
  blind: z.boolean(),
});

/**
 * The job that computes a study's models. It takes the ratings as they are when it runs and keeps
 * the results under the digest of those: run twice, it computes once.
 */
export const analyseStudyJob = defineJob(input, async ({ study, blind }, context) => {
  const facts = await studyFacts(study, { names: !blind });
  await computeAnalysis(facts, {
    signal: context.signal,
    onProgress: context.progress,
  });
  return { study };
});
