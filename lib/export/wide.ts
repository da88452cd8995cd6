import type { ExportColumn } from "./columns";
import { type Cell, csvHeader, csvLine } from "./csv";
import type { ExportRow } from "./export-row";
import type { RowBatches } from "./write-ratings";

/**
 * The ratings as a wide CSV, piece by piece: one line a trial, and for each dimension a column
 * named after it, with what else differs by dimension as `<column>_<dimension>`.
 * Rows of one trial must come one after the other, as exports give them.
 */
export async function* wideCsv(
  columns: readonly ExportColumn[],
  dimensions: readonly string[],
  batches: RowBatches,
): AsyncGenerator<string> {
  const once = columns.filter((column) => !column.byDimension);
  const each = columns.filter(
    ({ name, byDimension }) => byDimension && name !== "dimension" && name !== "rating",
  );
  const names = dimensions.flatMap((id) => [id, ...each.map(({ name }) => `${name}_${id}`)]);
  yield csvHeader([...once.map(({ name }) => name), ...names]);
  const line = (trial: readonly ExportRow[]) =>
    csvLine([...once.map((column) => column.of(trial[0]!)), ...cellsOf(trial, dimensions, each)]);
  let trial: ExportRow[] = [];
  for await (const rows of batches) {
    let text = "";
    for (const row of rows) {
      if (trial.length > 0 && trial[0]!.trial !== row.trial) {
        text += line(trial);
        trial = [];
      }
      trial.push(row);
    }
    if (text !== "") yield text;
  }
  if (trial.length > 0) yield line(trial);
}

function cellsOf(
  trial: readonly ExportRow[],
  dimensions: readonly string[],
  each: readonly ExportColumn[],
): Cell[] {
  return dimensions.flatMap((id): Cell[] => {
    const row = trial.find(({ dimension }) => dimension === id);
    if (!row) return [null, ...each.map(() => null)];
    return [row.rating, ...each.map((column) => column.of(row))];
  });
}
