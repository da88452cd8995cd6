import { z } from "zod";
import { InputError } from "@/lib/shared/invariant";
import { STIMULUS_ROLES, type Stimulus, type StimulusRole } from "@/lib/stimuli/manifest";
import { parseCsv } from "@/lib/tables/csv-table";

/** What to do with the level of a lab's sound files: all to one loudness, or as they are. */
export const LOUDNESS_CHOICES = ["normalise", "keep"] as const;

/** Columns that a table of clips must have. */
export const REQUIRED_COLUMNS = ["file", "condition", "item"] as const;
/** Columns that it may have; every other column is a factor. */
export const OPTIONAL_COLUMNS = ["role", "language", "answer"] as const;

/** One clip that a lab brings. */
export interface ClipRow {
  /** Its place in the table, the header being line 1. */
  line: number;
  file: string;
  role: StimulusRole;
  condition: string;
  item: string;
  factors: Stimulus["factors"];
  /** Spoken catch clips only. */
  catch?: NonNullable<Stimulus["catch"]>;
}

/** A table of clips with the names of its factor columns. */
export interface ClipTable {
  rows: ClipRow[];
  factors: string[];
}

/** Every bad row of a table, one line each. */
export class TableError extends InputError {
  constructor(
    readonly problems: readonly string[],
    rows: number,
  ) {
    super(`table: expected ${rows} good rows, ${problems.length} of them wrong: nothing was made`);
  }
}

const NAME = /^[\p{L}\p{N}_.:+-][\p{L}\p{N}_.:+ -]{0,99}$/u;
const nameColumn = (column: string) =>
  z.string().regex(NAME, `${column}: expected letters, digits, _ . : + - (at most 100)`);

const rowSchema = z.object({
  // A name below the folder: neither an absolute path nor a way out of it.
  file: z
    .string()
    .min(1, "file: expected a file name, got none")
    .refine(
      (file) => !/^([/\\]|[A-Za-z]:)/.test(file) && !file.split(/[/\\]/).includes(".."),
      "file: expected a name inside the folder",
    ),
  condition: nameColumn("condition"),
  item: nameColumn("item"),
  role: z
    .string()
    .default("")
    .transform((role) => role || "main")
    .pipe(z.enum(STIMULUS_ROLES, `role: expected one of ${STIMULUS_ROLES.join(", ")}`)),
});

const catchSchema = z.object({
  language: z
    .string("language: expected a column with the spoken language of catch clips")
    .regex(/^[A-Za-z-]{2,12}$/, "language: expected the spoken language of a catch clip"),
  answer: z.enum(["lowest", "highest"], "answer: expected lowest or highest for a catch clip"),
});

/** A cell of a factor column: a number, true or false, nothing, or text. */
function factorValue(text: string): string | number | boolean | null {
  const cell = text.trim();
  if (cell === "") return null;
  if (cell === "true" || cell === "false") return cell === "true";
  const number = Number(cell);
  return Number.isFinite(number) && /^[-+]?[\d.]/.test(cell) && !/^0\d/.test(cell) ? number : cell;
}

function factorColumns(header: readonly string[]): string[] {
  const missing = REQUIRED_COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new InputError(
      `table: expected the columns ${REQUIRED_COLUMNS.join(", ")}, found no ${missing.join(", ")}`,
    );
  }
  const twice = header.find((column, index) => header.indexOf(column) !== index);
  if (twice !== undefined)
    throw new InputError(`table: expected each column once, got two "${twice}"`);
  const known: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];
  const factors = header.filter((column) => !known.includes(column));
  const bad = factors.find((factor) => !NAME.test(factor));
  if (bad !== undefined)
    throw new InputError(`table: expected a name for a factor column, got "${bad}"`);
  return factors;
}

function readRow(
  record: Record<string, string>,
  line: number,
  factors: readonly string[],
): { row: ClipRow } | { problem: string } {
  const cells = Object.fromEntries(Object.entries(record).map(([k, v]) => [k, v.trim()]));
  const basic = rowSchema.safeParse(cells);
  if (!basic.success) return { problem: basic.error.issues[0]!.message };
  const long = factors.find((factor) => cells[factor]!.length > 200);
  if (long) return { problem: `${long}: expected at most 200 characters` };
  const values = Object.fromEntries(factors.map((f) => [f, factorValue(cells[f]!)]));
  const row: ClipRow = { line, ...basic.data, factors: values };
  if (row.role !== "catch") return { row };
  const spoken = catchSchema.safeParse(cells);
  if (!spoken.success) return { problem: spoken.error.issues[0]!.message };
  return { row: { ...row, catch: spoken.data } };
}

/**
 * Reads the rows of a table of clips: columns file, condition, item; role (main, practice,
 * calibration, catch; main where it is empty), for catch clips language and answer; all other columns
 * are factors.
 * @returns the good rows, and one line for each bad one
 * @throws InputError when a column is missing or the table has no rows
 */
export function readClipTable(
  header: readonly string[],
  records: readonly Record<string, string>[],
): ClipTable & { problems: string[] } {
  const factors = factorColumns(header);
  if (records.length === 0) throw new InputError("table: expected at least one row, got none");
  const rows: ClipRow[] = [];
  const problems: string[] = [];
  const places = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    const line = index + 2;
    const read = readRow(record, line, factors);
    if ("problem" in read) {
      problems.push(`row ${line}: ${read.problem}`);
      continue;
    }
    const { role, condition, item } = read.row;
    const place = JSON.stringify([role, condition, item]);
    const before = places.get(place);
    if (before === undefined) rows.push(read.row);
    else
      problems.push(
        `row ${line}: condition ${condition} has item ${item} already in row ${before}`,
      );
    places.set(place, before ?? line);
  }
  return { rows, factors, problems };
}

/** The columns that every table has are known in any case; factors keep their names. */
function columnName(name: string): string {
  const known: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];
  const lower = name.trim().toLowerCase();
  return known.includes(lower) ? lower : name;
}

/**
 * Reads a table of clips from the text of a CSV file (comma, semicolon or tab).
 * @throws InputError where the text is no table, a column is missing, or there are no rows
 */
export function parseClipTable(text: string): ReturnType<typeof readClipTable> {
  try {
    const { header, records } = parseCsv(text);
    const names = new Map(header.map((name) => [name, columnName(name)]));
    const renamed = records.map((record) =>
      Object.fromEntries(Object.entries(record).map(([name, cell]) => [names.get(name)!, cell])),
    );
    return readClipTable(header.map(columnName), renamed);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // The reader of cells is that of ratings tables, and says so.
    throw new InputError(error.message.replace(/^ratings table/, "table"), { cause: error });
  }
}
