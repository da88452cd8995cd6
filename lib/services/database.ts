import { type Connection, connect, type Database, withTransaction } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl } from "@/db/url";

export { type Database, withTransaction };

// Next may load this file more than once in one process: the pool is kept outside of it.
const kept = globalThis as typeof globalThis & {
  studyConnection?: Promise<Connection> | undefined;
};

/** The address of a database with the newest tables, for what opens connections of its own (the job queue). */
export async function databaseAddress(): Promise<string> {
  const url = await databaseUrl();
  await migrateDatabase(url);
  return url;
}

/** The pool of connections of this process, opened at the first call (the embedded server too). */
export function connection(): Promise<Connection> {
  kept.studyConnection ??= databaseAddress()
    .then((url) => connect(url))
    .catch((error) => {
      kept.studyConnection = undefined;
      throw error;
    });
  return kept.studyConnection;
}

/** The database of this process. */
export async function database(): Promise<Database> {
  return (await connection()).db;
}

/** Closes the pool, so that a command can end. */
export async function closeDatabase(): Promise<void> {
  const { studyConnection } = kept;
  kept.studyConnection = undefined;
  if (studyConnection) await (await studyConnection).close();
}
