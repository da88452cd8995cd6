import fs from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import type postgres from "postgres";
import { migrateDatabase } from "@/db/migrate";
import type { TestDatabase } from "@/tests/factories/test-database";

const DUMP = "tests/fixtures/recorded/database.jsonl.br";

/** A table of the dump with its rows as JSON. */
interface DumpedTable {
  table: string;
  rows: string[];
}

function dumpedTables(): DumpedTable[] {
  const lines = brotliDecompressSync(fs.readFileSync(DUMP)).toString("utf8").split("\n");
  const tables: DumpedTable[] = [];
  for (let at = 0; at < lines.length - 1; ) {
    const { table, rows } = JSON.parse(lines[at]!) as { table: string; rows: number };
    tables.push({ table, rows: lines.slice(at + 1, at + 1 + rows) });
    at += 1 + rows;
  }
  return tables;
}

/**
 * Makes the recorded database in an empty one, as it stood then: its tables by the migrations that
 * it had seen, then its rows, with no trigger asked.
 * @throws Error where one of those migrations is not what it was
 */
export async function loadRecordedDatabase({ url, plain: sql }: TestDatabase): Promise<void> {
  const [seen, ...tables] = dumpedTables();
  await migrateDatabase(url, seen!.rows.length);
  const hashes = seen!.rows.map((row) => (JSON.parse(row) as { hash: string }).hash);
  const stored = await sql`select hash from drizzle.__drizzle_migrations order by id`;
  for (const [at, { hash }] of stored.entries()) {
    if (hash !== hashes[at]) throw new Error(`migration ${at}: expected the one that it had seen`);
  }
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const { table, rows } of tables) {
      const text = `[${rows.join(",")}]`;
      await tx`insert into ${tx.unsafe(table)} overriding system value
        select * from jsonb_populate_recordset(null::${tx.unsafe(table)}, ${text}::text::jsonb)`;
    }
  });
  await resumeSequences(sql);
}

/** Numbers that the database gives go on after the last one. */
async function resumeSequences(sql: postgres.Sql): Promise<void> {
  const columns = await sql<{ table: string; column: string }[]>`
    select table_schema || '.' || table_name as table, column_name as column
    from information_schema.columns
    where table_schema in ('public', 'drizzle') and pg_get_serial_sequence(table_schema || '.' || table_name, column_name) is not null`;
  for (const { table, column } of columns) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), coalesce(max(${sql(column)}), 1))
      from ${sql.unsafe(table)}`;
  }
}
