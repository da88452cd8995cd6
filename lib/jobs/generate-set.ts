import path from "node:path";
import { defineJob, type JobContext, type JobDefinition } from "@/lib/jobs/job-definition";
import type { StageShares } from "@/lib/jobs/share-done";
import { withWorkFolder } from "@/lib/jobs/work-folder";
import { importStimulusSet } from "@/lib/services/set/import-stimulus-set";
import { type SetRequest, setRequestSchema } from "@/lib/stimuli/set-request";

/** Where the time of a set goes. */
export const GENERATE_SET_SHARES = {
  sampling: 0.55,
  indexing: 0.05,
  rendering: 0.1,
  encoding: 0.15,
  scoring: 0.1,
  storing: 0.05,
} as const satisfies StageShares;

async function make(
  request: SetRequest,
  out: string,
  { progress, signal }: JobContext,
  checkpoints?: string,
): Promise<void> {
  // TensorFlow is loaded by the first job that needs it, not by the worker's start.
  const { makeSet } = await import("@/lib/generation/make-set");
  const { codeVersion } = await import("@/lib/generation/code-version");
  await makeSet(request, {
    ...(checkpoints ? { checkpoints } : {}),
    out,
    codeVersion: codeVersion(),
    onProgress: progress,
    signal,
  });
}

/**
 * The job that makes a stimulus set from checkpoints and imports it as a draft. Its files lie in a
 * folder of the job's own until they are in the database, in one transaction keyed by the job: a job
 * that is run twice gives one set, one that is stopped gives none.
 * @param checkpoints folder of checkpoints other than the shipped ones
 */
export function generateSetJob(checkpoints?: string): JobDefinition {
  const run = (request: SetRequest, context: JobContext) =>
    withWorkFolder(context.jobId, async (folder) => {
      const out = path.join(folder, "set");
      await make(request, out, context, checkpoints);
      context.signal.throwIfAborted();
      context.progress({ stage: "storing", done: 0, total: 1 });
      const imported = await importStimulusSet(out, {
        jobId: context.jobId,
        parentId: request.parentId ?? undefined,
        createdBy: context.createdBy ?? undefined,
      });
      return { setId: imported.id };
    });
  return defineJob(setRequestSchema, run, GENERATE_SET_SHARES);
}
