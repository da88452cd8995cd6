import type { CsvTable } from "@/lib/tables/csv-table";
import { conditionsInNames, type LongRecord } from "./table-shape";

type Row = CsvTable["records"][number];

/** Records whose clip is named in one column, with its condition in another or in the name. */
export function fromClips(
  rows: readonly { line: number; row: Row; clip: string; cells: Record<string, string> }[],
  condition: string | null,
): { records: LongRecord[]; notes: string[] } {
  if (condition) {
    const records = rows.map(({ line, row, clip, cells }) => ({
      line,
      cells: { ...cells, stimulus: clip, condition: row[condition] ?? "" },
    }));
    return { records, notes: [] };
  }
  const names = conditionsInNames(rows.map(({ clip }) => clip));
  const records = rows.map(({ line, clip, cells }) => ({
    line,
    cells: { ...cells, ...names.of(clip) },
  }));
  return { records, notes: [names.note] };
}

/** The records of a table with their lines. */
export const numbered = ({ records, lines }: CsvTable) =>
  records.map((row, i) => ({ row, line: lines[i]! }));
/** The columns that are not among those used. */
export const unused = (header: readonly string[], ...used: (string | null)[]) =>
  header.filter((name) => !used.includes(name));
/** Columns that tell the condition, lower case. */
export const CONDITION_COLUMNS = [
  "condition",
  "system",
  "model",
  "factor_condition",
  "parameters_condition",
];
