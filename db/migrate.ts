import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { InputError } from "@/lib/shared/invariant";

/** Key of the advisory lock that one migration at a time holds. */
const MIGRATION_LOCK = 7_261_951;

/** Folder of the migrations, found from this file or, in a bundle, from the working folder. */
export function migrationsFolder(): string {
  const here = import.meta.url.startsWith("file:")
    ? path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations")
    : "";
  return fs.existsSync(here) ? here : path.resolve("db", "migrations");
}

interface Journal {
  entries: { tag: string; when: number }[];
}

function readJournal(): Journal {
  const file = path.join(migrationsFolder(), "meta", "_journal.json");
  return JSON.parse(fs.readFileSync(file, "utf8")) as Journal;
}

/** Names of this code's migrations, oldest first. */
export function knownMigrations(): string[] {
  return readJournal().entries.map(({ tag }) => tag);
}

/**
 * Names of the migrations that a database has seen, oldest first; none where it was never migrated.
 * @throws InputError where the database was made by newer code
 */
export async function appliedMigrations(sql: postgres.Sql | postgres.TransactionSql) {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as found`;
  if (!table!.found) return [];
  const rows = await sql<{ when: string }[]>`
    select created_at as when from drizzle.__drizzle_migrations order by created_at`;
  const names = new Map(readJournal().entries.map(({ tag, when }) => [String(when), tag]));
  return rows.map(({ when }) => {
    const name = names.get(when);
    if (name) return name;
    const known = [...names.values()].at(-1);
    throw new InputError(
      `expected a database of this or older code (up to migration ${known}), got one that has seen a later migration: update this checkout`,
    );
  });
}

/**
 * Brings a database to the newest tables. Any number of processes may call it at once: they wait
 * for each other on an advisory lock.
 * @param url the database's URL
 * @param count how many migrations; all that there are by default
 * @throws InputError where the database was made by newer code
 * @throws Error with the statement that failed; that migration is rolled back as a whole
 */
export async function migrateDatabase(url: string, count = Infinity): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await appliedMigrations(sql);
    await withMigrations(count, (folder) => migrate(drizzle(sql), { migrationsFolder: folder }));
    await makeQueue(url);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Calls with a folder of the first migrations: the project's own, or a copy where it has more. */
async function withMigrations(count: number, act: (folder: string) => Promise<void>) {
  const { entries, ...rest } = readJournal();
  if (count >= entries.length) return act(migrationsFolder());
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "study-migrations-"));
  try {
    fs.cpSync(migrationsFolder(), folder, { recursive: true });
    const journal = JSON.stringify({ ...rest, entries: entries.slice(0, count) });
    fs.writeFileSync(path.join(folder, "meta", "_journal.json"), journal);
    await act(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The tables of the job queue belong to graphile-worker, which brings its own migrations. */
async function makeQueue(url: string): Promise<void> {
  const { Logger, runMigrations } = await import("graphile-worker");
  await runMigrations({ connectionString: url, logger: new Logger(() => () => {}) });
}
