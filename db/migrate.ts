import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Key of the advisory lock that one migration at a time holds. */
const MIGRATION_LOCK = 7_261_951;

/** Folder of the migrations, found from this file or, in a bundle, from the working folder. */
export function migrationsFolder(): string {
  const here = import.meta.url.startsWith("file:")
    ? path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations")
    : "";
  return fs.existsSync(here) ? here : path.resolve("db", "migrations");
}

/**
 * Brings a database to the newest tables. Any number of processes may call it at once: they wait
 * for each other on an advisory lock.
 * @param url the database's URL
 * @throws Error with the statement that failed; that migration is rolled back as a whole
 */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(sql), { migrationsFolder: migrationsFolder() });
    await makeQueue(url);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The tables of the job queue belong to graphile-worker, which brings its own migrations. */
async function makeQueue(url: string): Promise<void> {
  const { Logger, runMigrations } = await import("graphile-worker");
  await runMigrations({ connectionString: url, logger: new Logger(() => () => {}) });
}
