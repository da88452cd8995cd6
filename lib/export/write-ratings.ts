import type { Codebook } from "./codebook";
import type { ExportColumn, ExportRow } from "./columns";
import { type Cell, csvHeader, csvLineWriter } from "./csv";

/** Rows in groups, as a database cursor gives them. */
export type RowBatches = AsyncIterable<readonly ExportRow[]>;

/**
 * The ratings as CSV, piece by piece: UTF-8, RFC 4180, header first.
 * Nothing but the current batch is held in memory.
 */
export async function* ratingsCsv(
  columns: readonly ExportColumn[],
  batches: RowBatches,
): AsyncGenerator<string> {
  yield csvHeader(columns.map(({ name }) => name));
  const line = csvLineWriter(columns.map(({ of }) => of));
  for await (const rows of batches) {
    if (rows.length > 0) yield rows.map(line).join("");
  }
}

/**
 * The ratings as JSON, piece by piece: `{"codebook": …, "ratings": [{column: value, …}, …]}`.
 * Missing values are null.
 */
export async function* ratingsJson(
  book: Codebook,
  columns: readonly ExportColumn[],
  batches: RowBatches,
): AsyncGenerator<string> {
  yield `{"codebook":${JSON.stringify(book)},"ratings":[`;
  let first = true;
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    yield (first ? "\n" : ",\n") +
      rows.map((row) => JSON.stringify(record(columns, row))).join(",\n");
    first = false;
  }
  yield "\n]}\n";
}

function record(columns: readonly ExportColumn[], row: ExportRow): Record<string, Cell> {
  return Object.fromEntries(columns.map((column) => [column.name, column.of(row)]));
}
