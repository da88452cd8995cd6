import postgres from "postgres";
import { type Connection, connect, type Database } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl } from "@/db/url";

export type { Database };

// Next may load this file more than once in one process: the pool is kept outside of it.
const kept = globalThis as typeof globalThis & {
  studyConnection?: Promise<Connection> | undefined;
  studySql?: Promise<postgres.Sql> | undefined;
};

/** The URL of a database with the newest tables. */
async function readyUrl(): Promise<string> {
  const url = await databaseUrl();
  await migrateDatabase(url);
  return url;
}

/** The pool of connections of this process, opened at the first call (the embedded server too). */
export function connection(): Promise<Connection> {
  kept.studyConnection ??= readyUrl()
    .then((url) => connect(url))
    .catch((error) => {
      kept.studyConnection = undefined;
      throw error;
    });
  return kept.studyConnection;
}

/** The address of the database, for what opens connections of its own (the job queue). */
export function databaseAddress(): Promise<string> {
  return readyUrl();
}

/** The database of this process. */
export async function database(): Promise<Database> {
  return (await connection()).db;
}

/**
 * A second, small pool for queries written in SQL: large sums, cursors. (Drizzle turns off the
 * driver's own reading of dates and JSON on the pool that it is given; here both are on.)
 */
export function plainSql(): Promise<postgres.Sql> {
  kept.studySql ??= readyUrl().then((url) =>
    postgres(url, { max: 5, onnotice: () => {}, idle_timeout: 60 }),
  );
  return kept.studySql;
}

/** Closes the pool, so that a command can end. */
export async function closeDatabase(): Promise<void> {
  const { studyConnection, studySql } = kept;
  kept.studyConnection = undefined;
  kept.studySql = undefined;
  if (studyConnection) await (await studyConnection).close();
  if (studySql) await (await studySql).end({ timeout: 5 });
}
