import { and, asc, desc, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { jobs, workers } from "@/db/schema/jobs";
import { accountHolders } from "@/db/schema/staff";
import { database } from "@/lib/services/database";
import { type ListPage, type ListRequest, pageOf, searched } from "@/lib/services/list-page";
import { firstOf, secondsAgo, textIn, totalRows } from "@/lib/services/sql-terms";
import { InputError } from "@/lib/shared/invariant";
import { median } from "@/lib/stats/descriptive";
import type { JobStatus } from "@/lib/study/terms";
import type { JobRow } from "./queue-job";

/** A job as the desk shows it. */
export interface JobLine {
  id: string;
  kind: string;
  status: JobStatus;
  input: unknown;
  result: unknown;
  progress: number;
  message: string;
  log: string[];
  error: string | null;
  attempts: number;
  who: string | null;
  worker: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  cancelRequestedAt: Date | null;
}

/** Columns that the list of jobs sorts by. */
export const JOB_SORTS = ["created"] as const;

const LINE = {
  id: jobs.id,
  kind: jobs.kind,
  status: jobs.status,
  input: jobs.input,
  result: jobs.result,
  progress: jobs.progress,
  message: jobs.message,
  error: jobs.error,
  attempts: jobs.attempts,
  who: firstOf<string | null>(accountHolders.name, jobs.createdBy),
  worker: jobs.workerId,
  createdAt: jobs.createdAt,
  startedAt: jobs.startedAt,
  finishedAt: jobs.finishedAt,
  cancelRequestedAt: jobs.cancelRequestedAt,
};

/** One page of the jobs without their logs, the newest first. */
export async function jobList(request: ListRequest): Promise<ListPage<JobLine>> {
  const db = await database();
  const status = request.filters.status as JobStatus | "" | undefined;
  const rows = await db
    .select({ ...LINE, total: totalRows() })
    .from(jobs)
    .leftJoin(accountHolders, eq(accountHolders.id, jobs.createdBy))
    .where(
      and(
        status ? eq(jobs.status, status) : undefined,
        searched(request.search, jobs.id, jobs.kind, textIn(jobs.input, "name")),
      ),
    )
    .orderBy(request.descending ? desc(jobs.createdAt) : asc(jobs.createdAt), jobs.id)
    .limit(request.size)
    .offset((request.page - 1) * request.size);
  return pageOf(rows.map((row) => ({ ...row, log: [] })));
}

/** One job with its log. @throws InputError where there is none */
export async function jobDetail(id: string): Promise<JobLine> {
  const db = await database();
  const [row] = await db
    .select({ ...LINE, log: jobs.log })
    .from(jobs)
    .leftJoin(accountHolders, eq(accountHolders.id, jobs.createdBy))
    .where(eq(jobs.id, id));
  if (!row) throw new InputError(`no job ${id}`, { code: "not found" });
  return row;
}

/** Median seconds that a clip took in the last jobs of this kind, and whether a worker is there. */
export async function generationOutlook(
  kind: string,
): Promise<{ secondsPerClip: number | null; workers: number }> {
  const db = await database();
  const last = await db
    .select({ input: jobs.input, startedAt: jobs.startedAt, finishedAt: jobs.finishedAt })
    .from(jobs)
    .where(and(eq(jobs.kind, kind), eq(jobs.status, "done")))
    .orderBy(desc(jobs.finishedAt))
    .limit(10);
  const alive = and(isNull(workers.stoppedAt), gt(workers.seenAt, secondsAgo(30)));
  return {
    secondsPerClip: last.length === 0 ? null : median(last.map(secondsPerClip)),
    workers: await db.$count(workers, alive),
  };
}

/** What of a job's input tells how many clips it makes. */
const clipsSchema = z.object({
  items: z.number().catch(1),
  models: z.array(z.unknown()).catch([]),
});

function secondsPerClip(job: Pick<JobRow, "input" | "startedAt" | "finishedAt">): number {
  const { items, models } = clipsSchema.parse(job.input);
  const seconds = (Number(job.finishedAt) - Number(job.startedAt)) / 1000;
  return seconds / Math.max(1, items * models.length);
}
