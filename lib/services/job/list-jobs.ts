import { plainSql } from "@/lib/services/database";
import { type ListPage, type ListRequest, likePattern, pageOf } from "@/lib/services/list-page";
import { InputError } from "@/lib/shared/invariant";
import type { JobStatus } from "@/lib/study/terms";

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

/** One page of the jobs, the newest first. */
export async function jobList(request: ListRequest): Promise<ListPage<JobLine>> {
  const sql = await plainSql();
  const status = request.filters.status ?? "";
  const rows = await sql<(JobLine & { total: number })[]>`
    select j.id, j.kind, j.status, j.input, j.result, j.progress, j.message, '{}'::text[] as log, j.error, j.attempts,
      coalesce(a.name, j.created_by) as who, j.worker_id as worker, j.created_at as "createdAt",
      j.started_at as "startedAt", j.finished_at as "finishedAt", j.cancel_requested_at as "cancelRequestedAt",
      count(*) over ()::int as total
    from jobs j left join account_holders a on a.id = j.created_by
    where (${status} = '' or j.status = ${status})
      and (j.id ilike ${likePattern(request.search)} or j.kind ilike ${likePattern(request.search)}
        or j.input->>'name' ilike ${likePattern(request.search)})
    order by j.created_at ${request.descending ? sql`desc` : sql`asc`}, j.id
    limit ${request.size} offset ${(request.page - 1) * request.size}`;
  return pageOf(rows);
}

/** One job with its log. @throws InputError where there is none */
export async function jobDetail(id: string): Promise<JobLine> {
  const sql = await plainSql();
  const [row] = await sql<JobLine[]>`
    select j.id, j.kind, j.status, j.input, j.result, j.progress, j.message, j.log, j.error, j.attempts,
      coalesce(a.name, j.created_by) as who, j.worker_id as worker, j.created_at as "createdAt",
      j.started_at as "startedAt", j.finished_at as "finishedAt", j.cancel_requested_at as "cancelRequestedAt"
    from jobs j left join account_holders a on a.id = j.created_by where j.id = ${id}`;
  if (!row) throw new InputError(`no job ${id}`, { code: "not found" });
  return row;
}

/** Median seconds that a clip took in the last jobs of this kind, and whether a worker is there. */
export async function generationOutlook(
  kind: string,
): Promise<{ secondsPerClip: number | null; workers: number }> {
  const sql = await plainSql();
  const [row] = await sql<{ secondsPerClip: number | null; workers: number }[]>`
    select (select percentile_cont(0.5) within group (order by seconds)
        from (select extract(epoch from j.finished_at - j.started_at)::float8
            / greatest(1, (j.input->>'items')::int * jsonb_array_length(j.input->'models')) as seconds
          from jobs j where j.kind = ${kind} and j.status = 'done' order by j.finished_at desc limit 10) last) as "secondsPerClip",
      (select count(*)::int from workers where stopped_at is null and seen_at > now() - interval '30 seconds') as workers`;
  return row!;
}
