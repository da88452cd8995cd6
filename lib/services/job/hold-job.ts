import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { jobs, workers } from "@/db/schema/jobs";
import { database, withTransaction } from "@/lib/services/database";
import { databaseNow, secondsAgo } from "@/lib/services/sql-terms";
import type { JobStatus } from "@/lib/study/terms";
import { type JobRow, offer } from "./queue-job";

/** A running job that has been silent for so long is taken from its worker. */
export const SILENCE_MS = 30_000;
/** Lines of log kept with a job. */
const LOG_LINES = 500;

/** Takes up a queued job for a worker; null where another one has it or it was cancelled. */
export async function takeJob(id: string, workerId: string): Promise<JobRow | null> {
  const db = await database();
  const [job] = await db
    .update(jobs)
    .set({
      status: "running",
      workerId,
      heartbeatAt: databaseNow(),
      startedAt: databaseNow(),
      attempts: sql`${jobs.attempts} + 1`,
    })
    .where(and(eq(jobs.id, id), eq(jobs.status, "queued")))
    .returning();
  return job ?? null;
}

/** What a worker reports with a heartbeat. */
export interface JobNews {
  progress: number;
  message: string;
  log: readonly string[];
}

/** Whether a worker may go on with its job: "lost" when it was taken from it meanwhile. */
export type JobHold = "held" | "cancel" | "lost";

/** Shows that a job is alive, with its news. */
export async function beatJob(id: string, workerId: string, news: JobNews): Promise<JobHold> {
  const db = await database();
  const [row] = await db
    .update(jobs)
    .set({
      heartbeatAt: databaseNow(),
      progress: Math.min(1, Math.max(0, news.progress)),
      message: news.message,
      log: news.log.slice(-LOG_LINES),
    })
    .where(heldBy(id, workerId))
    .returning({ cancelRequestedAt: jobs.cancelRequestedAt });
  if (!row) return "lost";
  return row.cancelRequestedAt ? "cancel" : "held";
}

/** Ends a job that the worker still holds. */
export async function endJob(
  id: string,
  workerId: string,
  end: {
    status: Extract<JobStatus, "done" | "failed" | "cancelled">;
    result?: unknown;
    error?: string;
  },
): Promise<void> {
  const db = await database();
  const finished = end.status === "done" ? { progress: 1 } : {};
  await db
    .update(jobs)
    .set({
      status: end.status,
      result: end.result ?? null,
      error: end.error ?? null,
      finishedAt: databaseNow(),
      ...finished,
    })
    .where(heldBy(id, workerId));
}

/** Gives a job back to the queue, as a worker does that is being stopped. */
export async function giveJobBack(id: string, workerId: string): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    const [back] = await tx
      .update(jobs)
      .set({ status: "queued", workerId: null })
      .where(heldBy(id, workerId))
      .returning({ id: jobs.id });
    if (back) await offer(tx, id);
  });
}

/** Takes silent jobs from their workers and offers them again; the number of them. */
export async function freeSilentJobs(): Promise<number> {
  const db = await database();
  return withTransaction(db, async (tx) => {
    const silent = await tx
      .update(jobs)
      .set({
        status: "queued",
        workerId: null,
        message: "its worker fell silent: waiting for another",
      })
      .where(and(eq(jobs.status, "running"), lt(jobs.heartbeatAt, secondsAgo(SILENCE_MS / 1000))))
      .returning({ id: jobs.id });
    for (const { id } of silent) await offer(tx, id);
    return silent.length;
  });
}

/** Shows that a worker process is alive. */
export async function beatWorker(worker: {
  id: string;
  host: string;
  version: string;
}): Promise<void> {
  const db = await database();
  await db
    .insert(workers)
    .values(worker)
    .onConflictDoUpdate({ target: workers.id, set: { seenAt: databaseNow() } });
}

/** Notes that a worker process has ended in good order. */
export async function endWorker(id: string): Promise<void> {
  const db = await database();
  await db
    .update(workers)
    .set({ stoppedAt: databaseNow() })
    .where(and(eq(workers.id, id), isNull(workers.stoppedAt)));
}

function heldBy(id: string, workerId: string) {
  return and(eq(jobs.id, id), eq(jobs.workerId, workerId), eq(jobs.status, "running"));
}
