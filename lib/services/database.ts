import { type Connection, connect, type Database } from "@/db/client";
import { databaseUrl } from "@/db/url";

export type { Database };

// Next may load this file more than once in one process: the pool is kept outside of it.
const kept = globalThis as typeof globalThis & {
  studyConnection?: Promise<Connection> | undefined;
};

/** The pool of connections of this process, opened at the first call (the embedded server too). */
export function connection(): Promise<Connection> {
  kept.studyConnection ??= databaseUrl()
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
  const open = kept.studyConnection;
  kept.studyConnection = undefined;
  if (open) await (await open).close();
}
