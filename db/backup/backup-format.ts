import { z } from "zod";
import { InputError } from "@/lib/shared/invariant";

/** Name of the list of contents, the last entry of a backup. */
export const CONTENTS_ENTRY = "backup.json";

/** Folder of the tables' rows inside a backup: `tables/ratings/000001.copy` and so on. */
export const TABLES_FOLDER = "tables";

const tableSchema = z.object({
  name: z.string().regex(/^[a-z_]+$/, "expected a table's name"),
  /** In the order of the fields of each row. */
  columns: z.array(z.string().regex(/^[a-z0-9_]+$/, "expected a column's name")).min(1),
  rows: z.number().int().min(0),
  /** SHA-256 of all rows, one after the other, as PostgreSQL's COPY writes them as text. */
  sha256: z.string().length(64),
});

const contentsSchema = z.object({
  format: z.literal("listening-study-backup-1"),
  madeAt: z.iso.datetime(),
  /** Version of PostgreSQL that it was taken from. */
  postgres: z.string(),
  /** Names of the migrations that its tables have seen, oldest first. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(tableSchema),
  /** Last value of each counter. */
  sequences: z.array(
    z.object({ name: z.string().regex(/^[a-z_]+$/), last: z.string().nullable() }),
  ),
});

/** What a backup says of itself. */
export type BackupContents = z.infer<typeof contentsSchema>;

/** One table of a backup. */
export type BackupTable = z.infer<typeof tableSchema>;

/** Reads a backup's list of contents. @throws InputError naming what is wrong with it */
export function parseContents(text: string): BackupContents {
  const result = contentsSchema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new InputError(`${CONTENTS_ENTRY}: ${issue.path.join(".")}: ${issue.message}`);
}

/** The table that an entry of a backup has rows of; null for other entries. */
export function tableOfEntry(entry: string): string | null {
  return new RegExp(`^${TABLES_FOLDER}/([a-z_]+)/\\d+\\.copy$`).exec(entry)?.[1] ?? null;
}

/** Rows of COPY's text format in some bytes: each ends on a newline, inner ones are escaped. */
export function countRows(bytes: Uint8Array): number {
  let rows = 0;
  for (const byte of bytes) if (byte === 10) rows++;
  return rows;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/**
 * One row as a line of COPY's text format (PostgreSQL's documentation, COPY, "Text Format").
 * @param row the values as the server writes them, null for SQL's null
 */
export function copyLine(row: readonly (Buffer | null)[]): Buffer {
  const field = (value: Buffer | null) =>
    value === null
      ? "\\N"
      : value.toString().replace(/[\\\b\f\n\r\t\v]/g, (sign) => ESCAPES[sign]!);
  return Buffer.from(`${row.map(field).join("\t")}\n`);
}
