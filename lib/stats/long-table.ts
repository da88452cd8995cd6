import { InputError } from "@/lib/shared/invariant";

/** One rating of the long table: one value that one participant gave one stimulus. */
export interface RatingRow {
  participant: string;
  stimulus: string;
  condition: string;
  rating: number;
  /** the rating dimension; "rating" where the table has no such column */
  dimension: string;
  /** the primer or source excerpt that several conditions share */
  item?: string;
  /** the training run that made the stimulus */
  run?: string;
  /** practice | main | repeat | catch */
  trialKind?: string;
  /** the place of the trial in its session, from 1 */
  position?: number;
  session?: string;
}

/** The columns that every ratings table must have. */
export const requiredColumns = ["participant", "stimulus", "condition", "rating"] as const;

const optionalColumns = ["dimension", "item", "run", "trial_kind", "position", "session"] as const;

/** What `ratingRows` returns: the checked rows and the columns it did not know. */
export interface RatingTable {
  rows: RatingRow[];
  /** further columns of the table, in their order; they are kept out of the analyses */
  otherColumns: string[];
  /** rows whose rating cell was empty: they are left out and counted */
  emptyRatings: number;
}

type Cells = Record<string, string | undefined>;

/**
 * Checks the records of a long ratings table (one object per line, keyed by the header).
 * Column names are compared without case or surrounding space. Row numbers in messages count the
 * header as line 1, as a spreadsheet does. An empty rating cell is a missing rating; 0 is a rating.
 * @throws InputError naming the column or the line: what was expected and what came
 */
export function toRatingTable(header: readonly string[], records: readonly Cells[]): RatingTable {
  const names = header.map((name) => name.trim().toLowerCase());
  checkHeader(header, names);
  const at = (record: Cells, column: string) => {
    const index = names.indexOf(column);
    return index < 0 ? "" : (record[header[index]!] ?? "").trim();
  };
  const rows: RatingRow[] = [];
  let emptyRatings = 0;
  records.forEach((record, index) => {
    const row = oneRow((column) => at(record, column), index + 2);
    if (row) rows.push(row);
    else emptyRatings++;
  });
  if (rows.length === 0) throw new InputError("ratings table: expected at least one rating, got 0");
  const known: readonly string[] = [...requiredColumns, ...optionalColumns];
  return { rows, otherColumns: names.filter((name) => !known.includes(name)), emptyRatings };
}

function checkHeader(header: readonly string[], names: readonly string[]): void {
  const missing = requiredColumns.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new InputError(
      `ratings table: expected the columns ${requiredColumns.join(", ")}; ` +
        `${missing.join(", ")} missing, got ${header.join(", ") || "an empty header"}`,
    );
  }
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError(`ratings table: column "${twice}" comes twice`);
}

/** One checked row, or undefined where its rating is empty. */
function oneRow(cell: (column: string) => string, line: number): RatingRow | undefined {
  const text = cell("rating");
  if (text === "" || text.toUpperCase() === "NA") return undefined;
  const need = (column: string) => {
    const value = cell(column);
    if (value === "") throw new InputError(`ratings table, line ${line}: ${column} is empty`);
    return value;
  };
  const row: RatingRow = {
    participant: need("participant"),
    stimulus: need("stimulus"),
    condition: need("condition"),
    rating: finite(text, "rating", line),
    dimension: cell("dimension") || "rating",
  };
  if (cell("item")) row.item = cell("item");
  if (cell("run")) row.run = cell("run");
  if (cell("session")) row.session = cell("session");
  if (cell("trial_kind")) row.trialKind = cell("trial_kind");
  if (cell("position")) row.position = finite(cell("position"), "position", line);
  return row;
}

function finite(text: string, column: string, line: number): number {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new InputError(
      `ratings table, line ${line}: expected a number as ${column}, got "${text}"`,
    );
  }
  return value;
}

/**
 * Checks what the analyses rely on: one condition, item and run per stimulus.
 * @throws InputError naming the stimulus that breaks the rule
 */
export function checkStimuli(rows: readonly RatingRow[]): void {
  for (const column of ["condition", "item", "run"] as const) {
    const seen = new Map<string, string>();
    for (const row of rows) {
      const value = row[column] ?? "";
      const before = seen.get(row.stimulus);
      if (before !== undefined && before !== value) {
        throw new InputError(
          `stimulus "${row.stimulus}": expected one ${column}, got "${before}" and "${value}"`,
        );
      }
      seen.set(row.stimulus, value);
    }
  }
}

/**
 * The rows of the default analysis set: main trials (or no trial kind given), first presentation.
 * `repeats` are the later ratings of the same participant, stimulus and dimension.
 */
export function splitPresentations(rows: readonly RatingRow[]): {
  first: RatingRow[];
  repeats: RatingRow[];
} {
  const kinds = new Set(["", "main", "repeat"]);
  const kept = rows.filter((row) => kinds.has(row.trialKind ?? ""));
  const ordered = kept
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rank(a.row) - rank(b.row) || place(a.row) - place(b.row) || a.index - b.index);
  const seen = new Set<string>();
  const first = new Set<RatingRow>();
  for (const { row } of ordered) {
    const key = JSON.stringify([row.participant, row.stimulus, row.dimension]);
    if (row.trialKind !== "repeat" && !seen.has(key)) {
      seen.add(key);
      first.add(row);
    }
  }
  return {
    first: kept.filter((row) => first.has(row)),
    repeats: kept.filter((row) => !first.has(row)),
  };
}

const rank = (row: RatingRow) => (row.trialKind === "repeat" ? 1 : 0);
const place = (row: RatingRow) => row.position ?? 0;

/** The distinct values in order of first appearance. */
export function levels(values: readonly string[]): string[] {
  return [...new Set(values)];
}
