import os from "node:os";
import { Logger, parseCronItems, type Runner, run } from "graphile-worker";
import type { JobDefinition } from "@/lib/jobs/job-definition";
import { runJob } from "@/lib/jobs/run-job";
import { dropOldWork } from "@/lib/jobs/work-folder";
import { SYSTEM_ACTOR } from "@/lib/services/act/record-act";
import { databaseAddress } from "@/lib/services/database";
import { beatWorker, endWorker, freeSilentJobs } from "@/lib/services/job/hold-job";
import { JOB_TASK } from "@/lib/services/job/queue-job";
import { dropOldAllowances } from "@/lib/services/session/count-request";
import { releaseAbandonedSlots } from "@/lib/services/session/release-abandoned-slots";
import { dropOldUploads } from "@/lib/services/set/uploaded-archive";
import { checkStopRules } from "@/lib/services/study/check-stop-rules";
import { backUpOfDay } from "@/lib/services/system/back-up";
import { env } from "@/lib/shared/env";
import { newSecret } from "@/lib/shared/ids";

/** How often a worker shows itself and looks for jobs that have fallen silent. */
const ROUND_MS = 5000;

/** A worker process at work. */
export interface Worker {
  id: string;
  /** Gives running jobs back and ends. */
  stop(): Promise<void>;
}

/** What a worker may be given. */
export interface WorkerOptions {
  /** Told of what happens. */
  say: (line: string) => void;
  /** Kinds of job that it knows; all of the registry by default. */
  registry?: Readonly<Record<string, JobDefinition>>;
  /** Address of the database; the process's own by default. */
  address?: string;
}

/**
 * Starts taking up jobs from the database's queue; any number of processes on any number of
 * machines may do so.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { say } = options;
  const id = `worker_${newSecret().slice(0, 12)}`;
  const stopping = new AbortController();
  const runner = await startRunner(id, stopping.signal, options);
  const round = async () => {
    await beatWorker({ id, host: os.hostname(), version: process.version });
    const freed = await freeSilentJobs();
    if (freed > 0) say(`${freed} silent jobs offered again`);
  };
  const report = (error: unknown) => say(error instanceof Error ? error.message : String(error));
  await round().catch(report);
  dropOldWork();
  const timer = setInterval(() => void round().catch(report), ROUND_MS);
  const stop = async () => {
    clearInterval(timer);
    stopping.abort();
    await runner.stop();
    await endWorker(id);
  };
  return { id, stop };
}

async function startRunner(
  id: string,
  stopping: AbortSignal,
  { say, registry, address }: WorkerOptions,
): Promise<Runner> {
  return run({
    connectionString: address ?? (await databaseAddress()),
    concurrency: 1,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === "error") say(message);
    }),
    taskList: {
      [JOB_TASK]: async (payload) => {
        const { jobId } = payload as { jobId: string };
        await runJob(jobId, id, stopping, registry);
      },
      "release-slots": async () => {
        const returned = await releaseAbandonedSlots();
        if (returned > 0) say(`${returned} slots of abandoned sessions returned`);
      },
      "check-stop-rules": async () => {
        for (const slug of await checkStopRules()) say(`${slug} has met its stop rule`);
      },
      "back-up": async () => {
        const folder = env().STUDY_BACKUPS;
        const file = folder ? await backUpOfDay(folder, SYSTEM_ACTOR) : null;
        if (file) say(`backup written: ${file}`);
      },
      "drop-uploads": async () => {
        const gone = await dropOldUploads();
        if (gone > 0) say(`${gone} old uploads taken away`);
      },
      "drop-allowances": async () => {
        await dropOldAllowances();
      },
    },
    parsedCronItems: parseCronItems([
      { task: "release-slots", match: "* * * * *" },
      { task: "check-stop-rules", match: "* * * * *" },
      { task: "drop-uploads", match: "7 * * * *" },
      { task: "back-up", match: "13 2 * * *" },
      { task: "drop-allowances", match: "37 * * * *" },
    ]),
  });
}
