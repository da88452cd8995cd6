import { eq, sql } from "drizzle-orm";
import { jobs } from "@/db/schema/jobs";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import type { JobInputs, JobKind } from "./job-inputs";

/** A job's row. */
export type JobRow = typeof jobs.$inferSelect;

/** Task of the queue that runs one of our jobs. */
export const JOB_TASK = "study-job";

/**
 * Puts a job into the queue; a worker process takes it up.
 * @param kind one of job-inputs, which the registry (lib/jobs/registry) runs
 * @param input what that kind takes
 */
export async function queueJob<Kind extends JobKind>(
  kind: Kind,
  input: JobInputs[Kind],
  actor: Actor,
  within?: Database,
): Promise<JobRow> {
  return withTransaction(within ?? (await database()), async (tx) => {
    const [job] = await tx
      .insert(jobs)
      .values({ id: newId("job"), kind, input, createdBy: actor.id })
      .returning();
    await offer(tx, job!.id);
    const after = { kind, input };
    await recordAct(actor, { act: "job.queue", objectKind: "job", objectId: job!.id, after }, tx);
    return job!;
  });
}

/** Offers a queued job to the workers. Offering it twice is harmless: it is taken up once. */
export async function offer(tx: Database, jobId: string): Promise<void> {
  const payload = JSON.stringify({ jobId });
  await tx.execute(
    sql`select graphile_worker.add_job(${JOB_TASK}::text, ${payload}::json, max_attempts := 1)`,
  );
}

/**
 * Queues a failed or cancelled job again.
 * @throws InputError where there is no such job, or it has not ended that way
 */
export async function retryJob(id: string, actor: Actor): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    const job = await lockJob(tx, id);
    if (job.status !== "failed" && job.status !== "cancelled") {
      throw new InputError(`expected a failed or cancelled job, ${id} is ${job.status}`, {
        code: "conflict",
      });
    }
    await tx
      .update(jobs)
      .set({
        status: "queued",
        error: null,
        progress: 0,
        message: "",
        cancelRequestedAt: null,
        finishedAt: null,
      })
      .where(eq(jobs.id, id));
    await offer(tx, id);
    await recordAct(actor, { act: "job.retry", objectKind: "job", objectId: id }, tx);
  });
}

/**
 * Asks for a job's end: a queued one ends at once, a running one within seconds.
 * @throws InputError where there is no such job, or it has ended
 */
export async function cancelJob(id: string, actor: Actor): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    const job = await lockJob(tx, id);
    if (job.status !== "queued" && job.status !== "running") {
      throw new InputError(`expected a job that has not ended, ${id} is ${job.status}`, {
        code: "conflict",
      });
    }
    const now = new Date();
    const ended = job.status === "queued" ? { status: "cancelled" as const, finishedAt: now } : {};
    await tx
      .update(jobs)
      .set({ cancelRequestedAt: now, ...ended })
      .where(eq(jobs.id, id));
    await recordAct(actor, { act: "job.cancel", objectKind: "job", objectId: id }, tx);
  });
}

async function lockJob(tx: Database, id: string): Promise<JobRow> {
  const [job] = await tx.select().from(jobs).where(eq(jobs.id, id)).for("update");
  if (!job) throw new InputError(`expected the id of a job, got ${id}`, { code: "not found" });
  return job;
}
