import type { JobContext, JobDefinition } from "@/lib/jobs/job-definition";
import { jobRegistry } from "@/lib/jobs/registry";
import { type StageShares, shareDone } from "@/lib/jobs/share-done";
import {
  beatJob,
  endJob,
  giveJobBack,
  type JobHold,
  type JobNews,
  takeJob,
} from "@/lib/services/job/hold-job";
import type { JobRow } from "@/lib/services/job/queue-job";
import { knownError } from "@/lib/services/known-error";

/** A running job tells every second that it is alive, and hears whether it is still wanted. */
const BEAT_MS = 1000;

/**
 * Takes up a queued job and sees it to its end. Does nothing where another worker has it.
 * @param stopping aborted when the worker process stops: the job then goes back to the queue
 */
export async function runJob(
  jobId: string,
  workerId: string,
  stopping: AbortSignal,
  registry: Readonly<Record<string, JobDefinition>> = jobRegistry,
): Promise<void> {
  const job = await takeJob(jobId, workerId);
  if (!job) return;
  const news: JobNews & { log: string[] } = { progress: 0, message: "", log: [...job.log] };
  const ending = new AbortController();
  const stop = () => ending.abort("stopping");
  stopping.addEventListener("abort", stop, { once: true });
  const beat = setInterval(() => void tick(), BEAT_MS);
  const tick = async () => {
    const hold = await beatJob(jobId, workerId, news).catch((): JobHold => "held");
    if (hold !== "held") ending.abort(hold);
  };
  try {
    const result = await work(
      job,
      registry,
      contextOf(job, news, registry[job.kind]?.shares, ending.signal),
    );
    clearInterval(beat);
    await beatJob(jobId, workerId, news);
    await endJob(jobId, workerId, { status: "done", result });
  } catch (error) {
    clearInterval(beat);
    await beatJob(jobId, workerId, news).catch(() => {});
    await endBadly(jobId, workerId, ending.signal, error);
  } finally {
    clearInterval(beat);
    stopping.removeEventListener("abort", stop);
  }
}

async function work(
  job: JobRow,
  registry: Readonly<Record<string, JobDefinition>>,
  context: JobContext,
): Promise<unknown> {
  const definition = registry[job.kind];
  if (!definition) throw new Error(`there is no kind of job called ${job.kind}`);
  const input = definition.schema.parse(job.input);
  const aborted = new Promise<never>((_, reject) => {
    context.signal.addEventListener("abort", () =>
      reject(new Error(String(context.signal.reason))),
    );
  });
  return Promise.race([definition.run(input, context), aborted]);
}

function contextOf(
  job: JobRow,
  news: JobNews & { log: string[] },
  shares: StageShares | undefined,
  signal: AbortSignal,
): JobContext {
  const shareOf = shareDone(shares);
  let current = "";
  return {
    jobId: job.id,
    createdBy: job.createdBy,
    progress: (progress) => {
      const { stage, done, total } = progress;
      if (stage !== current) news.log.push(stage);
      current = stage;
      const message = total > 1 ? `${stage}, ${done} of ${total}` : stage;
      Object.assign(news, { progress: shareOf(progress), message });
    },
    log: (line) => void news.log.push(line),
    signal,
  };
}

async function endBadly(
  jobId: string,
  workerId: string,
  signal: AbortSignal,
  error: unknown,
): Promise<void> {
  switch (signal.aborted ? signal.reason : "failed") {
    case "lost":
      return;
    case "stopping":
      return giveJobBack(jobId, workerId);
    case "cancel":
      return endJob(jobId, workerId, { status: "cancelled" });
    default: {
      const told = knownError(error) ?? error;
      const message = told instanceof Error ? told.message : String(told);
      return endJob(jobId, workerId, { status: "failed", error: message });
    }
  }
}
