import { InputError } from "@/lib/shared/invariant";
import type { CsvTable } from "@/lib/tables/csv-table";

/** One line of a long table, with the line of the file that it comes from. */
export interface LongRecord {
  line: number;
  cells: Readonly<Record<string, string>>;
}

/** A table brought to long form: columns by our names, one rating a record. */
export interface LongShape {
  /** which program's format it was */
  source: string;
  records: LongRecord[];
  /** columns that were left unused */
  otherColumns: string[];
  notes: string[];
}

/** A format of another program: whether a table is in it, and its long form. */
export interface RatingFormat {
  name: string;
  fits: (table: CsvTable) => boolean;
  toLong: (table: CsvTable) => Omit<LongShape, "source">;
}

/** The first column of a table that has one of these names, without regard to case and spaces. */
export function columnNamed(header: readonly string[], ...names: readonly string[]): string | null {
  const plain = (name: string) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_");
  for (const name of names) {
    const found = header.find((column) => plain(column) === name);
    if (found !== undefined) return found;
  }
  return null;
}

/** True where the table has a column for each of the names. */
export function hasColumns(header: readonly string[], ...names: readonly string[]): boolean {
  return names.every((name) => columnNamed(header, name) !== null);
}

/** A clip's name without folder and file ending. */
export function clipName(path: string): string {
  const name = path.split(/[/\\]/).pop()!.split(/[?#]/)[0]!;
  return name.replace(/\.(wav|mp3|m4a|flac|ogg|opus|aac|mid|midi|mp4|webm)$/i, "").trim();
}

/** A name made of a condition and the rest: LSTM_k1, LSTM-k1, "LSTM k1". */
export interface SplitName {
  condition: string;
  rest: string;
}

/**
 * Parts names at their last sign between words. Only where each of them has one, and the first parts
 * are fewer than the names: else nobody can tell the condition.
 */
export function splitNames(names: readonly string[]): Map<string, SplitName> | null {
  const parts = new Map<string, SplitName>();
  for (const name of names) {
    const found = /^(.+)[_\s/|.-]+([^_\s/|.-]+)$/.exec(name);
    if (!found) return null;
    parts.set(name, { condition: found[1]!.replace(/[_\s/|.-]+$/, ""), rest: found[2]! });
  }
  const conditions = new Set([...parts.values()].map(({ condition }) => condition));
  return conditions.size > 1 && conditions.size < parts.size ? parts : null;
}

/**
 * Stimulus and condition of clips that are known by a name alone.
 * @throws InputError where the names don't begin with a condition
 */
export function conditionsInNames(names: readonly string[]): {
  of: (name: string) => { stimulus: string; condition: string };
  note: string;
} {
  const distinct = [...new Set(names)];
  const parts = splitNames(distinct);
  if (!parts) {
    throw new InputError(
      `ratings table: expected clip names that begin with their condition, as LSTM_1, or a column condition; got ${distinct.slice(0, 4).join(", ")}`,
    );
  }
  const [example, split] = [...parts][0]!;
  return {
    of: (name) => ({ stimulus: name, condition: parts.get(name)!.condition }),
    note: `Conditions were read from the names of clips: "${example}" is one of ${split.condition}.`,
  };
}
