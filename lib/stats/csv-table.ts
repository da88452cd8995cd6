import { InputError } from "@/lib/shared/invariant";

/** A parsed table: the header and one record per line, keyed by the header. */
export interface CsvTable {
  header: string[];
  records: Record<string, string>[];
}

/**
 * Reads CSV (RFC 4180: quotes, doubled quotes, line breaks within quotes; LF or CRLF; a byte order
 * mark is dropped). The separator is the comma, semicolon or tab that the header holds most of.
 * Blank lines are skipped.
 * @throws InputError for an open quote or a line with another number of cells than the header
 */
export function parseCsv(text: string): CsvTable {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const firstLine = body.split(/\r?\n/, 1)[0]!;
  const separator = [",", ";", "\t"].reduce((best, candidate) =>
    firstLine.split(candidate).length > firstLine.split(best).length ? candidate : best,
  );
  const lines = splitCells(body, separator).filter(
    (line) => line.cells.length > 1 || line.cells[0] !== "",
  );
  const header = lines.shift()?.cells.map((cell) => cell.trim()) ?? [];
  const records = lines.map(({ cells, line }) => {
    if (cells.length !== header.length) {
      throw new InputError(
        `ratings table, line ${line}: expected ${header.length} cells, got ${cells.length}`,
      );
    }
    return Object.fromEntries(header.map((name, i) => [name, cells[i]!]));
  });
  return { header, records };
}

/** Cells of every line, with the number of the line on which it begins. */
function splitCells(text: string, separator: string): { cells: string[]; line: number }[] {
  const lines: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  let at = 0;
  let line = 1;
  let begins = 1;
  while (at <= text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at, line) : bareCell(text, at, separator);
    cells.push(cell.value);
    line += cell.breaks;
    at = cell.end;
    if (text[at] === separator) {
      at++;
      continue;
    }
    lines.push({ cells, line: begins });
    cells = [];
    if (at >= text.length) break;
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    begins = line;
  }
  return lines;
}

function bareCell(text: string, at: number, separator: string) {
  let end = at;
  while (end < text.length && !"\r\n".includes(text[end]!) && text[end] !== separator) end++;
  return { value: text.slice(at, end), end, breaks: 0 };
}

function quotedCell(text: string, at: number, line: number) {
  let end = at + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) throw new InputError(`ratings table, line ${line}: a quote is not closed`);
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const value = text.slice(at + 1, end).replaceAll('""', '"');
  const next = text[end + 1];
  if (next !== undefined && !/[\r\n,;\t]/.test(next)) {
    throw new InputError(`ratings table, line ${line}: text after a closed quote`);
  }
  return { value, end: end + 1, breaks: (value.match(/\n/g) ?? []).length };
}
