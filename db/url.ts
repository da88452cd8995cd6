import { ensureServer } from "@/db/embedded/server";
import { dataPath, env } from "@/lib/shared/env";

/** Folder of the embedded cluster: `pg` below the data folder. */
export function embeddedFolder(): string {
  return dataPath("pg");
}

/**
 * The URL of the database: DATABASE_URL where it is set, otherwise the embedded PostgreSQL, which
 * is started when it does not run.
 */
export async function databaseUrl(): Promise<string> {
  return env().DATABASE_URL ?? ensureServer(embeddedFolder());
}
