/** What a cell can hold; null is an empty cell. */
export type Cell = string | number | boolean | null;

/**
 * One cell of a CSV file (RFC 4180). Texts always stand in quotes, so that the empty text differs
 * from a missing value; numbers and TRUE / FALSE stand bare. Readers of R and Python turn quoted
 * texts into numbers all the same: there, read columns of ids as text.
 * The content is never changed: see docs/decisions/0010-csv-safety.md.
 * @throws TypeError for a number that is not finite
 */
export function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  if (typeof cell === "number") {
    if (!Number.isFinite(cell))
      throw new TypeError(`csvCell: expected a finite number, got ${cell}`);
    return String(cell);
  }
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`;
}

/** One line of a CSV file with its line end (CR LF, as RFC 4180 asks). */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/**
 * Writes the lines of one table, each as `csvLine` would. In tables of ratings most cells equal the
 * one above them (study, session, trial): these are not written anew, which halves the work.
 * @param columns reads each cell of a row
 * @throws TypeError from the writer for a number that is not finite
 */
export function csvLineWriter<Row>(columns: readonly ((row: Row) => Cell)[]): (row: Row) => string {
  const above: Cell[] = columns.map(() => null);
  const texts: string[] = columns.map(() => csvCell(null));
  return (row) => {
    for (let i = 0; i < columns.length; i++) {
      const cell = columns[i]!(row);
      if (cell === above[i]) continue;
      above[i] = cell;
      texts[i] = csvCell(cell);
    }
    return `${texts.join(",")}\r\n`;
  };
}

/** The header line; names stand without quotes. @throws Error for a name that would need them */
export function csvHeader(names: readonly string[]): string {
  const odd = names.find((name) => !/^[\p{L}\p{N}_. :+-]+$/u.test(name));
  if (odd !== undefined)
    throw new Error(`csvHeader: expected letters, digits, _ . : + -, got ${odd}`);
  return `${names.join(",")}\r\n`;
}
