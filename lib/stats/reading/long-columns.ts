import { InputError } from "@/lib/shared/invariant";
import type { CsvTable } from "@/lib/tables/csv-table";
import { columnNamed, type LongRecord, type LongShape, type RatingFormat } from "./table-shape";

/** The columns of a long table, required ones first. */
export const LONG_COLUMNS = [
  ...["participant", "stimulus", "condition", "rating"],
  ...["dimension", "item", "run", "trial_kind", "position", "session"],
] as const;

/** Which column of a file is which of ours; a condition may be missing where clip names tell it. */
export type RatingColumns = Partial<Record<(typeof LONG_COLUMNS)[number], string>>;

/** Other names that people give these columns. A name is taken only where ours is absent. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  participant: [
    "participant_id",
    "subject",
    "subject_id",
    "listener",
    "rater",
    "user",
    "versuchsperson",
    "teilnehmer",
    "proband",
    "参与者",
    "被试",
  ],
  stimulus: [
    "stimulus_id",
    "clip",
    "sound",
    "file",
    "filename",
    "stimuli",
    "reiz",
    "klangbeispiel",
    "刺激",
    "音频",
  ],
  condition: ["system", "model", "method", "algorithm", "bedingung", "modell", "条件", "模型"],
  rating: ["score", "response", "answer", "value", "bewertung", "urteil", "评分"],
  dimension: [
    "attribute",
    "scale",
    "question",
    "criterion",
    "aspect",
    "rating_type",
    "merkmal",
    "维度",
  ],
  item: ["piece", "excerpt", "primer", "song", "stück", "曲目"],
  run: ["training_run"],
  trial_kind: ["kind"],
  position: ["order", "trial", "trial_index", "trial_number"],
  session: ["session_id"],
};

/** The columns that their names tell. */
export function guessColumns(header: readonly string[]): RatingColumns {
  const choice: RatingColumns = {};
  for (const column of LONG_COLUMNS) {
    const found = columnNamed(header, column, ...SYNONYMS[column]!);
    if (found !== null) choice[column] = found;
  }
  return choice;
}

/** One rating a line, with columns that say what they are. */
export const LONG: RatingFormat = {
  name: "long",
  fits: ({ header }) => {
    const guess = guessColumns(header);
    const ours = LONG_COLUMNS.slice(0, 4).filter((name) => guess[name] !== undefined);
    const exact = LONG_COLUMNS.slice(0, 4).filter((name) => columnNamed(header, name) !== null);
    return ours.length === 4 && (exact.length > 1 || !columnNamed(header, "trial_type"));
  },
  toLong: (table) => {
    checkHeader(table.header);
    return longByColumns(table, guessColumns(table.header));
  },
};

function checkHeader(header: readonly string[]): void {
  const names = header.map((name) => name.trim().toLowerCase());
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError(`ratings table: column "${twice}" comes twice`);
}

/**
 * The long form by a choice of columns.
 * @throws InputError where a needed column is not chosen or not there
 */
export function longByColumns(table: CsvTable, choice: RatingColumns): Omit<LongShape, "source"> {
  const { header, records } = table;
  for (const name of LONG_COLUMNS.slice(0, 4)) {
    const column = choice[name];
    if (!column) throw new InputError(`ratings table: expected a column for ${name}, got none`);
    if (!header.includes(column)) {
      throw new InputError(
        `ratings table: expected a column "${column}" (${name}), got ${header.join(", ")}`,
      );
    }
  }
  const chosen = Object.entries(choice);
  const notes = chosen
    .filter(([name, column]) => column.trim().toLowerCase() !== name)
    .map(([name, column]) => `The column ${column.trim()} was read as ${name}.`);
  const long = records.map(
    (record, index): LongRecord => ({
      line: table.lines[index]!,
      cells: Object.fromEntries(chosen.map(([name, column]) => [name, record[column] ?? ""])),
    }),
  );
  const used = new Set(chosen.map(([, column]) => column));
  return {
    records: itemsAsStimuli(long, notes),
    otherColumns: header
      .filter((name) => name !== "" && !used.has(name))
      .map((name) => name.trim().toLowerCase()),
    notes,
  };
}

/**
 * In some tables the column stimulus names the excerpt that all conditions share: then that is the
 * item, and a stimulus is a condition's version of it.
 */
function itemsAsStimuli(records: LongRecord[], notes: string[]): LongRecord[] {
  const conditions = new Map<string, Set<string>>();
  for (const { cells } of records) {
    const own = conditions.get(cells.stimulus!) ?? new Set();
    conditions.set(cells.stimulus!, own.add(cells.condition!.trim()));
  }
  const shared = [...conditions.values()].every((own) => own.size > 1);
  if (!shared || records.some(({ cells }) => cells.item)) return records;
  notes.push(
    "Every stimulus comes under several conditions: the column stimulus was read as the item, and each condition's version of it is a stimulus.",
  );
  return records.map(({ line, cells }) => ({
    line,
    cells: { ...cells, item: cells.stimulus!, stimulus: `${cells.condition}/${cells.stimulus}` },
  }));
}
