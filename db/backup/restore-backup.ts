import { once } from "node:events";
import type { Writable } from "node:stream";
import postgres from "postgres";
import { knownMigrations, migrateDatabase } from "@/db/migrate";
import { InputError } from "@/lib/shared/invariant";
import type { BackupContents } from "./backup-format";
import { readBackup, verifyBackup } from "./read-backup";

/**
 * Fills an empty database from a backup: its tables are made as they were when it was taken, filled
 * in one transaction, and then brought up to date.
 * @param url the database's URL
 * @param file the backup; it is checked as a whole before anything is written
 * @returns its list of contents
 * @throws InputError where the backup is damaged or of newer code, or the database is not empty
 */
export async function restoreBackup(url: string, file: string): Promise<BackupContents> {
  const contents = await verifyBackup(file);
  checkMigrations(contents.migrations);
  await checkEmpty(url);
  await migrateDatabase(url, contents.migrations.length);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.begin((tx) => fill(tx, file, contents));
  } finally {
    await sql.end({ timeout: 5 });
  }
  await migrateDatabase(url);
  return contents;
}

function checkMigrations(taken: readonly string[]): void {
  const known = knownMigrations();
  const unknown = taken.find((name, i) => known[i] !== name);
  if (unknown) {
    throw new InputError(`expected a backup of this or older code, got migration ${unknown}`);
  }
}

async function checkEmpty(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql<{ tables: string[] | null }[]>`
      select array_agg(relname::text) as tables from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'`;
    const tables = found!.tables ?? [];
    for (const table of tables) {
      const [row] = await sql`select 1 from ${sql(table)} limit 1`;
      if (row) throw new InputError(`expected an empty database, table ${table} has rows`);
    }
    // Tables of other code, made but never used: those of the backup's take their place.
    if (tables.length > 0) await sql`drop schema public cascade`;
    if (tables.length > 0) await sql`create schema public`;
    await sql`drop schema if exists drizzle cascade`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

interface Constraint {
  table: string;
  name: string;
  definition: string;
}

/**
 * Tables point at each other in circles and refuse changes of what is frozen: references are taken
 * away and made again, which checks them all, and triggers rest meanwhile.
 */
async function fill(tx: postgres.TransactionSql, file: string, contents: BackupContents) {
  const references = await tx<Constraint[]>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`;
  for (const { table, name } of references)
    await tx`alter table ${tx(table)} drop constraint ${tx(name)}`;
  for (const { name } of contents.tables) await tx`alter table ${tx(name)} disable trigger user`;
  await copyIn(tx, file, contents);
  for (const { name, last } of contents.sequences)
    if (last !== null) await tx`select setval(${`public.${name}`}::regclass, ${last}::bigint)`;
  for (const { name } of contents.tables) await tx`alter table ${tx(name)} enable trigger user`;
  for (const { table, name, definition } of references)
    await tx`alter table ${tx(table)} add constraint ${tx(name)} ${tx.unsafe(definition)}`;
}

async function copyIn(tx: postgres.TransactionSql, file: string, contents: BackupContents) {
  const columns = new Map(contents.tables.map((table) => [table.name, table.columns]));
  for (const name of columns.keys()) await tx`delete from ${tx(name)}`;
  await readBackup(file, async ({ table, bytes }) => {
    const into = columns.get(table)!;
    const stream = await tx`copy ${tx(table)} (${tx(into)}) from stdin`.writable();
    await writeTo(stream, bytes);
  });
}

async function writeTo(stream: Writable, bytes: Buffer): Promise<void> {
  const done = once(stream, "finish");
  stream.end(bytes);
  await done;
}
