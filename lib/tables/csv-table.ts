import { InputError } from "@/lib/shared/invariant";

/** A parsed table: the header and one record per line, keyed by the header. */
export interface CsvTable {
  header: string[];
  records: Record<string, string>[];
  /** the line of the file on which each record begins */
  lines: number[];
}

/**
 * Reads CSV (RFC 4180: quotes, doubled quotes, line breaks within quotes; LF or CRLF; a byte order
 * mark is dropped). The separator is the comma, semicolon or tab that the header holds most of, or
 * the one that a first line "sep=;" names. Lines without anything in their
 * cells are skipped.
 * @throws InputError for an open quote or a line with another number of cells than the header
 */
export function parseCsv(text: string): CsvTable {
  const { body, separator, skipped } = separated(text);
  const lines = splitCells(body, separator, 1 + skipped).filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== ""),
  );
  const header = lines.shift()?.cells.map((cell) => cell.trim()) ?? [];
  lines.forEach((line) => {
    dropEmptyTail(line.cells, header.length);
  });
  const records = lines.map(({ cells, line }) => {
    if (cells.length !== header.length) {
      throw new InputError(
        `ratings table, line ${line}: expected ${header.length} cells, got ${cells.length}`,
      );
    }
    return Object.fromEntries(header.map((name, i) => [name, cells[i]!]));
  });
  return { header, records, lines: lines.map(({ line }) => line) };
}

/** The text without its mark and Excel's line "sep=;", and what parts its cells. */
function separated(text: string): { body: string; separator: string; skipped: number } {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const named = /^"?sep=([,;\t])"?\r?\n/i.exec(body);
  if (named) return { body: body.slice(named[0].length), separator: named[1]!, skipped: 1 };
  const firstLine = body.split(/\r\n|\n|\r/, 1)[0]!.replace(/"(?:[^"]|"")*"/g, "");
  const separator = [",", ";", "\t"].reduce((best, candidate) =>
    firstLine.split(candidate).length > firstLine.split(best).length ? candidate : best,
  );
  return { body, separator, skipped: 0 };
}

/** Programs end lines with separators that the header does not have: empty cells say nothing. */
function dropEmptyTail(cells: string[], width: number): void {
  while (cells.length > width && cells.at(-1) === "") cells.pop();
}

/** Cells of every line, with the number of the line on which it begins. */
function splitCells(
  text: string,
  separator: string,
  first: number,
): { cells: string[]; line: number }[] {
  const lines: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  let at = 0;
  let line = first;
  let begins = first;
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
