import { createHash } from "node:crypto";
import fs from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import postgres from "postgres";
import { type Pack, pack } from "tar-stream";
import { appliedMigrations } from "@/db/migrate";
import { newSecret } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import {
  type BackupContents,
  type BackupTable,
  CONTENTS_ENTRY,
  copyLine,
  TABLES_FOLDER,
} from "./backup-format";

/** Bytes of rows in one entry, about: an entry's length stands before it, so it is held in memory. */
const ENTRY_BYTES = 4_000_000;

/** Rows that are fetched at once; a clip's bytes are one row. */
const ROWS_AT_ONCE = 50;

/**
 * Writes everything that a database holds into one file, a compressed tar, while the study goes on:
 * all tables are read in one transaction and so at one moment.
 * @param url the database's URL
 * @param file where it goes; it appears when it is whole
 * @returns its list of contents
 * @throws InputError where the file exists
 * @throws Error what the driver throws
 */
export async function writeBackup(url: string, file: string): Promise<BackupContents> {
  if (fs.existsSync(file)) throw new InputError(`expected a new file, ${file} is there already`);
  const draft = `${file}.${newSecret().slice(0, 8)}.part`;
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const contents = await sql.begin("isolation level repeatable read read only", async (tx) => {
      const tar = pack();
      const written = pipeline(tar, createGzip(), fs.createWriteStream(draft, { flags: "wx" }));
      const [found] = await Promise.all([writeAll(tx, tar), written]);
      return found;
    });
    fs.linkSync(draft, file);
    return contents;
  } finally {
    fs.rmSync(draft, { force: true });
    await sql.end({ timeout: 5 });
  }
}

async function writeAll(tx: postgres.TransactionSql, tar: Pack): Promise<BackupContents> {
  try {
    const tables: BackupTable[] = [];
    for (const table of await listTables(tx)) tables.push(await writeTable(tx, tar, table));
    const [server] = await tx<{ version: string }[]>`
      select current_setting('server_version') as version`;
    const contents: BackupContents = {
      format: "listening-study-backup-1",
      madeAt: new Date().toISOString(),
      postgres: server!.version,
      migrations: await appliedMigrations(tx),
      tables,
      sequences: await listSequences(tx),
    };
    await addEntry(tar, CONTENTS_ENTRY, Buffer.from(`${JSON.stringify(contents, null, 2)}\n`));
    tar.finalize();
    return contents;
  } catch (error) {
    tar.destroy(error as Error);
    throw error;
  }
}

interface ListedTable {
  name: string;
  columns: string[];
  /** Columns of the primary key, null where there is none. */
  key: string[] | null;
}

/** Tables whose rows are kept: what an unlogged one holds is gone after a crash anyway. */
function listTables(tx: postgres.TransactionSql) {
  return tx<ListedTable[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
      array_agg(a.attname::text order by a.attnum) filter (where a.attnum = any(k.indkey)) as key
    from pg_class c join pg_attribute a on a.attrelid = c.oid
      left join pg_index k on k.indrelid = c.oid and k.indisprimary
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relpersistence = 'p'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`;
}

/** Counters with the last value that they gave; null before the first. */
function listSequences(tx: postgres.TransactionSql) {
  return tx<{ name: string; last: string | null }[]>`
    select sequencename as name, last_value::text as last from pg_sequences
    where schemaname = 'public' order by 1`;
}

async function writeTable(
  tx: postgres.TransactionSql,
  tar: Pack,
  { name, columns, key }: ListedTable,
): Promise<BackupTable> {
  const digest = createHash("sha256");
  let rows = 0;
  let part = 0;
  for await (const { bytes, count } of pieces(tx, name, columns, key ?? columns)) {
    digest.update(bytes);
    rows += count;
    await addEntry(tar, `${TABLES_FOLDER}/${name}/${`${++part}`.padStart(6, "0")}.copy`, bytes);
  }
  return { name, columns, rows, sha256: digest.digest("hex") };
}

/**
 * A table's rows in pieces of about `ENTRY_BYTES`, in the order of its key. They are selected and
 * written as COPY would: the driver's own stream of COPY leaves its connection paused where the
 * reader is slower than the server.
 */
async function* pieces(
  tx: postgres.TransactionSql,
  table: string,
  columns: string[],
  key: string[],
): AsyncGenerator<{ bytes: Buffer; count: number }> {
  let held: Buffer[] = [];
  let size = 0;
  const selected = tx`select ${tx(columns)} from ${tx(table)} order by ${tx(key)}`;
  for await (const rows of selected.raw().cursor(ROWS_AT_ONCE)) {
    const lines = rows.map((row) => copyLine(row as (Buffer | null)[]));
    held.push(...lines);
    size += lines.reduce((sum, line) => sum + line.length, 0);
    if (size < ENTRY_BYTES) continue;
    yield { bytes: Buffer.concat(held), count: held.length };
    held = [];
    size = 0;
  }
  if (held.length > 0) yield { bytes: Buffer.concat(held), count: held.length };
}

function addEntry(tar: Pack, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ name, size: bytes.length }, bytes, (error) => (error ? reject(error) : resolve()));
  });
}
