import { statfs } from "node:fs/promises";
import { and, count, desc, gt, isNull, sql } from "drizzle-orm";
import { jobs, workers } from "@/db/schema/jobs";
import { sessions } from "@/db/schema/sessions";
import { stimuli, stimulusSets } from "@/db/schema/stimuli";
import { studies } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import { secondsAgo } from "@/lib/services/sql-terms";
import { dataPath, env } from "@/lib/shared/env";
import { lastBackup } from "./note-backup";
import { restarts } from "./restarts";

/** What the status page shows. */
export interface SystemStatus {
  database: {
    version: string;
    bytes: number;
    connections: number;
    embedded: boolean;
    answeredMs: number;
  };
  disk: { freeBytes: number; totalBytes: number } | null;
  workers: {
    id: string;
    host: string;
    version: string;
    startedAt: Date;
    seenAt: Date;
    alive: boolean;
  }[];
  jobs: { queued: number; running: number; failed: number };
  migrations: number;
  /** The last backup that someone noted, null where none ever was. */
  backup: { place: string; madeAt: Date } | null;
  node: string;
  web: { startedAt: Date; memoryBytes: number };
  /** What was started again on this machine by itself; null where `npm start` does not watch. */
  restarts: ReturnType<typeof restarts>;
  counts: { studies: number; sets: number; sessions: number; ratings: number; clips: number };
}

/** The state of web, worker, database and disk. */
export async function systemStatus(): Promise<SystemStatus> {
  const db = await database();
  const before = performance.now();
  const { migrations, ...server } = await serverFacts(db);
  const answeredMs = performance.now() - before;
  const [workers, queue, counts, disk, backup] = await Promise.all([
    lastWorkers(db),
    jobCounts(db),
    rowCounts(db),
    diskSpace(),
    lastBackup(),
  ]);
  return {
    database: { ...server, embedded: !env().DATABASE_URL, answeredMs },
    disk,
    workers,
    jobs: queue,
    migrations,
    backup,
    node: process.version,
    web: {
      startedAt: new Date(Date.now() - process.uptime() * 1000),
      memoryBytes: process.memoryUsage.rss(),
    },
    restarts: restarts(),
    counts,
  };
}

async function serverFacts(db: Database) {
  const [row] = await db.execute<{
    version: string;
    bytes: string;
    connections: number;
    migrations: number;
  }>(sql`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
      (select count(*)::int from drizzle.__drizzle_migrations) as migrations`);
  return { ...row!, bytes: Number(row!.bytes) };
}

async function lastWorkers(db: Database): Promise<SystemStatus["workers"]> {
  const { id, host, version, startedAt, seenAt, stoppedAt } = workers;
  return db
    .select({
      ...{ id, host, version, startedAt, seenAt },
      alive: and(isNull(stoppedAt), gt(seenAt, secondsAgo(30)))!.mapWith(Boolean),
    })
    .from(workers)
    .orderBy(desc(seenAt))
    .limit(20);
}

async function jobCounts(db: Database): Promise<SystemStatus["jobs"]> {
  const { status } = jobs;
  const rows = await db.select({ status, n: count() }).from(jobs).groupBy(status);
  const of = (wanted: string) => rows.find((row) => row.status === wanted)?.n ?? 0;
  return { queued: of("queued"), running: of("running"), failed: of("failed") };
}

async function rowCounts(db: Database): Promise<SystemStatus["counts"]> {
  // Counting millions of ratings would take seconds: the server's own estimate is enough.
  const [row] = await db.execute<{ ratings: number }>(sql`
    select greatest(0, reltuples)::int as ratings from pg_class where oid = 'ratings'::regclass`);
  return {
    studies: await db.$count(studies),
    sets: await db.$count(stimulusSets),
    sessions: await db.$count(sessions),
    ratings: row!.ratings,
    clips: await db.$count(stimuli),
  };
}

async function diskSpace(): Promise<SystemStatus["disk"]> {
  try {
    const { bsize, bavail, blocks } = await statfs(dataPath());
    return { freeBytes: bsize * bavail, totalBytes: bsize * blocks };
  } catch {
    return null;
  }
}
