import path from "node:path";
import { defineJob, type JobContext, type JobDefinition } from "@/lib/jobs/job-definition";
import { withWorkFolder } from "@/lib/jobs/work-folder";
import { importStimulusSet } from "@/lib/services/set/import-stimulus-set";
import { type SetRequest, setRequestSchema } from "@/lib/stimuli/set-request";

/** Share of the work in front of each stage and its own share; sampling comes first. */
const STAGES: Record<string, { from: number; share: number }> = {
  rendering: { from: 0.6, share: 0.1 },
  encoding: { from: 0.7, share: 0.15 },
  "writing scores": { from: 0.85, share: 0.1 },
};
const SAMPLING_SHARE = 0.55;
const IMPORTING = 0.95;

/**
 * Turns what the work is at into the share done: never less than before, sampling in equal parts for
 * the models (rounds that add primers stay where it was).
 */
export function shareDone(models: number): (what: string, done: number, total: number) => number {
  const written: string[] = [];
  let share = 0;
  return (what, done, total) => {
    const stage = STAGES[what];
    if (stage) share = Math.max(share, stage.from + (stage.share * done) / total);
    else if (what.endsWith("clips")) {
      if (!written.includes(what)) written.push(what);
      const before = Math.min(written.indexOf(what), models - 1);
      share = Math.max(share, (SAMPLING_SHARE * (before + done / total)) / models);
    }
    return Math.min(share, 1);
  };
}

function teller(models: number, { progress, log }: JobContext) {
  const shareOf = shareDone(models);
  let stage = "";
  return (what: string, done: number, total: number) => {
    if (what !== stage) log(what);
    stage = what;
    progress(shareOf(what, done, total), total > 1 ? `${what}, ${done} of ${total}` : what);
  };
}

async function make(
  { parentId: _, ...request }: SetRequest,
  out: string,
  context: JobContext,
  checkpoints?: string,
): Promise<void> {
  // TensorFlow is loaded by the first job that needs it, not by the worker's start.
  const { makeSet } = await import("@/lib/generation/make-set");
  const { codeVersion } = await import("@/lib/generation/code-version");
  const { temperature, ...rest } = request;
  await makeSet({
    ...rest,
    ...(temperature === null ? {} : { temperature }),
    ...(checkpoints ? { checkpoints } : {}),
    out,
    codeVersion: codeVersion(),
    onProgress: teller(request.models.length, context),
    signal: context.signal,
  });
}

/**
 * The job that makes a stimulus set from checkpoints and imports it as a draft. Its files lie in a
 * folder of the job's own until they are in the database, in one transaction keyed by the job: a job
 * that is run twice gives one set, one that is stopped gives none.
 * @param checkpoints folder of checkpoints other than the shipped ones
 */
export function generateSetJob(checkpoints?: string): JobDefinition {
  return defineJob(setRequestSchema, (request, context) =>
    withWorkFolder(context.jobId, async (folder) => {
      const out = path.join(folder, "set");
      await make(request, out, context, checkpoints);
      context.signal.throwIfAborted();
      context.progress(IMPORTING, "storing");
      const imported = await importStimulusSet(out, {
        jobId: context.jobId,
        parentId: request.parentId ?? undefined,
        createdBy: context.createdBy ?? undefined,
      });
      return { setId: imported.id };
    }),
  );
}
