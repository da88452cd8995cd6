import { GENERATE_SET_SHARES, generateSetJob } from "@/lib/jobs/generate-set";
import { defineJob, type JobContext, type JobDefinition } from "@/lib/jobs/job-definition";
import { SYSTEM_ACTOR } from "@/lib/services/act/record-act";
import { publishStimulusSet } from "@/lib/services/set/publish-stimulus-set";
import { type SetRequest, setRequestSchema } from "@/lib/stimuli/set-request";

/**
 * The job that makes a set for the gallery: generated like any other, and published at once, since no
 * study rates it. Run twice it gives one set.
 * @param checkpoints folder of checkpoints other than the shipped ones
 */
export function gallerySetJob(checkpoints?: string): JobDefinition {
  const generate = generateSetJob(checkpoints);
  const run = async (request: SetRequest, context: JobContext) => {
    const result = (await generate.run(request, context)) as { setId: string };
    await publishStimulusSet(result.setId, SYSTEM_ACTOR);
    return result;
  };
  return defineJob(setRequestSchema, run, GENERATE_SET_SHARES);
}
