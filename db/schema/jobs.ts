import { sql } from "drizzle-orm";
import { check, doublePrecision, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { madeAt, moment, oneOf, prefixed } from "@/db/schema/columns";
import { JOB_STATUSES } from "@/lib/study/terms";

/** Long work done by worker processes; the queue itself belongs to graphile-worker. */
export const jobs = pgTable(
  "jobs",
  {
    id: text().primaryKey(),
    /** Key of the job registry. */
    kind: text().notNull(),
    status: text({ enum: JOB_STATUSES }).notNull().default("queued"),
    input: jsonb().notNull(),
    /** What it made, for example { setId }. */
    result: jsonb(),
    /** Share done, 0..1, and what it is at. */
    progress: doublePrecision().notNull().default(0),
    message: text().notNull().default(""),
    /** Lines of log, the newest last. */
    log: text().array().notNull().default(sql`'{}'`),
    error: text(),
    attempts: integer().notNull().default(0),
    /** Asked to stop; the worker looks at it every second. */
    cancelRequestedAt: moment(),
    workerId: text(),
    /** Written every few seconds while it runs; silence for 30 s frees the job. */
    heartbeatAt: moment(),
    createdBy: text(),
    createdAt: madeAt(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (t) => [
    prefixed("jobs_id", t.id, "job"),
    oneOf("jobs_status", t.status, JOB_STATUSES),
    check("jobs_progress", sql`${t.progress} between 0 and 1`),
    index("jobs_by_status").on(t.status, t.createdAt),
  ],
);

/** Worker processes, alive while their heartbeat is fresh. */
export const workers = pgTable("workers", {
  id: text().primaryKey(),
  host: text().notNull(),
  version: text().notNull(),
  startedAt: madeAt(),
  seenAt: madeAt(),
  stoppedAt: moment(),
});

/** Backups that someone or their timer says were made; the database cannot know by itself. */
export const backups = pgTable(
  "backups",
  {
    id: text().primaryKey(),
    /** Where it lies, in the words of who made it. */
    place: text().notNull(),
    madeAt: madeAt(),
  },
  (t) => [prefixed("backups_id", t.id, "bkp"), index("backups_by_moment").on(t.madeAt)],
);
