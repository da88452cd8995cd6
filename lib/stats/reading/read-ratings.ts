import { InputError } from "@/lib/shared/invariant";
import type { RatingRow } from "@/lib/stats/long-table";
import { type CsvTable, parseCsv } from "@/lib/tables/csv-table";
import { decodeText } from "@/lib/tables/text-encoding";
import { rowsWithoutCopies } from "./copied-rows";
import { JSPSYCH, P808, PSYNET, REVISIT } from "./event-tables";
import { guessColumns, LONG, longByColumns, type RatingColumns } from "./long-columns";
import { refusePairs } from "./pair-tables";
import { readRatingCells, unusualRatings } from "./rating-cells";
import type { LongRecord, LongShape, RatingFormat } from "./table-shape";
import { WEBMUSHRA, WEBMUSHRA_SINGLE } from "./webmushra-tables";
import { GOOGLE_FORMS, QUALTRICS, WIDE } from "./wide-tables";

/** The formats that are known, the most particular first. */
export const RATING_FORMATS: readonly RatingFormat[] = [
  ...[LONG, WEBMUSHRA, WEBMUSHRA_SINGLE, JSPSYCH, REVISIT, PSYNET, P808],
  ...[QUALTRICS, GOOGLE_FORMS, WIDE],
];

/** How a table is to be read, where it does not say so itself. */
export interface ReadingOptions {
  /** which column is what; without it the format is recognised */
  columns?: RatingColumns;
  /** words used as ratings, lowest first */
  words?: readonly string[];
}

/** The ratings of a file, and all that its reader should know of how it was read. */
export interface RatingsFile {
  rows: RatingRow[];
  /** the format, for example "webMUSHRA" */
  source: string;
  /** missing ratings: empty cells, NA and codes */
  emptyRatings: number;
  otherColumns: string[];
  /** what was read in another way than it stands, and what looks odd, in sentences */
  notes: string[];
}

/** The columns of a table are not known: what is in it, so that they can be chosen. */
export class UnknownColumns extends InputError {
  constructor(
    readonly table: {
      header: string[];
      preview: Record<string, string>[];
      guess: Partial<RatingColumns>;
    },
    cause?: InputError,
  ) {
    super(
      cause?.message ??
        `ratings table: expected the columns participant, stimulus, condition, rating, or a table of ${RATING_FORMATS.slice(
          1,
        )
          .map(({ name }) => name)
          .join(", ")}; ` +
          `got ${table.header.slice(0, 12).join(", ") || "an empty header"}. Say which column is what (--columns participant=…,stimulus=…,condition=…,rating=…)`,
    );
  }
}

/**
 * Reads a table of ratings as people and programs write it: long with one rating a line, or in a
 * known format of another program. Nothing is left out or changed without a note.
 * @param file its bytes, or its text
 * @throws UnknownColumns where nobody can tell what the columns are
 * @throws InputError naming the line or column that is wrong, or why such a table has no ratings
 */
export function readRatings(file: Uint8Array | string, options: ReadingOptions = {}): RatingsFile {
  const decoded = typeof file === "string" ? { text: file, encoding: "UTF-8" } : decodeText(file);
  const table = parseCsv(decoded.text);
  refusePairs(table);
  const shape = shapeOf(table, options.columns);
  const notes = [...shape.notes];
  if (decoded.encoding !== "UTF-8") notes.unshift(`The file was read as ${decoded.encoding}.`);
  if (shape.source !== LONG.name) notes.unshift(`Read as a table of ${shape.source}.`);
  const { rows, empty } = ratingRows(shape.records, options.words, notes);
  if (rows.length === 0) throw new InputError("ratings table: expected at least one rating, got 0");
  const kept = rowsWithoutCopies(rows, notes);
  return {
    rows: kept,
    source: shape.source,
    emptyRatings: empty,
    otherColumns: shape.otherColumns,
    notes,
  };
}

function shapeOf(table: CsvTable, columns?: RatingColumns): LongShape {
  if (columns) return { source: "chosen columns", ...longByColumns(table, columns) };
  const format = RATING_FORMATS.find(({ fits }) => fits(table));
  const unknown = (cause?: InputError) =>
    new UnknownColumns(
      {
        header: table.header,
        preview: table.records.slice(0, 5),
        guess: guessColumns(table.header),
      },
      cause,
    );
  if (!format) throw unknown();
  try {
    return { source: format.name, ...format.toLong(table) };
  } catch (error) {
    if (format === LONG || !(error instanceof InputError)) throw error;
    throw unknown(error);
  }
}

/** Rows of ratings; the cells of one dimension are read together, since they share a scale. */
function ratingRows(
  records: readonly LongRecord[],
  words: readonly string[] | undefined,
  notes: string[],
) {
  const dimensions = new Map<string, LongRecord[]>();
  for (const record of records) {
    const dimension = record.cells.dimension?.trim() || "rating";
    const own = dimensions.get(dimension);
    if (own) own.push(record);
    else dimensions.set(dimension, [record]);
  }
  const values = new Map<LongRecord, number | null>();
  for (const [dimension, own] of dimensions) {
    const lines = own.map(({ line }) => line);
    const read = readRatingCells(
      own.map(({ cells }) => cells.rating ?? ""),
      lines,
      words,
    );
    const usual = unusualRatings(read.values, lines);
    for (const [i, record] of own.entries()) values.set(record, usual.values[i]!);
    const of = dimensions.size > 1 ? `${dimension}: ` : "";
    for (const note of [...read.notes, ...usual.notes]) notes.push(of + note);
  }
  let empty = 0;
  const places = { unread: 0 };
  const rows = records.flatMap((record) => {
    const rating = values.get(record)!;
    if (rating !== null) return [oneRow(record, rating, places)];
    empty++;
    return [];
  });
  if (empty > 0) notes.push(`${empty} lines have no rating; they were left out.`);
  if (places.unread > 0)
    notes.push(`${places.unread} positions are no numbers: the order of lines is taken instead.`);
  return { rows: withItems(rows, notes), empty };
}

function oneRow(
  { line, cells }: LongRecord,
  rating: number,
  places: { unread: number },
): RatingRow {
  const cell = (column: string) => (cells[column] ?? "").replaceAll("\u00A0", " ").trim();
  const need = (column: string) => {
    const value = cell(column);
    if (value === "") throw new InputError(`ratings table, line ${line}: ${column} is empty`);
    return value;
  };
  const row: RatingRow = {
    participant: need("participant"),
    stimulus: need("stimulus"),
    condition: need("condition"),
    rating,
    dimension: cell("dimension") || "rating",
  };
  for (const column of ["item", "run", "session"] as const) {
    if (cell(column)) row[column] = cell(column);
  }
  if (cell("trial_kind")) row.trialKind = cell("trial_kind").toLowerCase();
  const position = cell("position");
  if (position !== "" && Number.isFinite(Number(position))) row.position = Number(position);
  else if (position !== "") places.unread++;
  return row;
}

/** A stimulus without an item among others that have one is an item of its own: the term stays. */
function withItems(rows: readonly RatingRow[], notes: string[]): RatingRow[] {
  const known = new Map(
    rows.flatMap((row) => (row.item === undefined ? [] : [[row.stimulus, row.item]])),
  );
  if (known.size === 0 || rows.every((row) => row.item !== undefined)) return [...rows];
  const alone = new Set(rows.filter((row) => !known.has(row.stimulus)).map((row) => row.stimulus));
  const gaps = rows.filter((row) => row.item === undefined && known.has(row.stimulus)).length;
  if (alone.size > 0) {
    notes.push(
      `${alone.size} stimuli have no item (${[...alone].slice(0, 5).join(", ")}); each counts as an item of its own.`,
    );
  }
  if (gaps > 0) notes.push(`${gaps} lines without an item take that of their stimulus.`);
  return rows.map((row) => ({
    ...row,
    item: row.item ?? known.get(row.stimulus) ?? `(${row.stimulus})`,
  }));
}
