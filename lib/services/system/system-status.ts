import { statfs } from "node:fs/promises";
import { plainSql } from "@/lib/services/database";
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
  const sql = await plainSql();
  const before = performance.now();
  const [base] = await sql<
    { version: string; bytes: string; connections: number; migrations: number }[]
  >`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
      (select count(*)::int from drizzle.__drizzle_migrations) as migrations`;
  const answeredMs = performance.now() - before;
  const [workers, jobs, counts, disk, backup] = await Promise.all([
    sql<SystemStatus["workers"]>`
      select id, host, version, started_at as "startedAt", seen_at as "seenAt",
        stopped_at is null and seen_at > now() - interval '30 seconds' as alive
      from workers order by seen_at desc limit 20`,
    sql<{ status: string; n: number }[]>`select status, count(*)::int as n from jobs group by 1`,
    sql<SystemStatus["counts"][]>`
      select (select count(*)::int from studies) as studies, (select count(*)::int from stimulus_sets) as sets,
        (select count(*)::int from sessions) as sessions, (select count(*)::int from stimuli) as clips,
        (select greatest(0, reltuples)::int from pg_class where oid = 'ratings'::regclass) as ratings`,
    diskSpace(),
    lastBackup(),
  ]);
  const of = (status: string) => jobs.find((row) => row.status === status)?.n ?? 0;
  const { version, bytes, connections, migrations } = base!;
  return {
    database: {
      version,
      bytes: Number(bytes),
      connections,
      embedded: !env().DATABASE_URL,
      answeredMs,
    },
    disk,
    workers: [...workers],
    jobs: { queued: of("queued"), running: of("running"), failed: of("failed") },
    migrations,
    backup,
    node: process.version,
    web: {
      startedAt: new Date(Date.now() - process.uptime() * 1000),
      memoryBytes: process.memoryUsage.rss(),
    },
    restarts: restarts(),
    counts: counts[0]!,
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
