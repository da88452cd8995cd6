import { InputError } from "@/lib/shared/invariant";
import type { CsvTable } from "@/lib/tables/csv-table";
import { CONDITION_COLUMNS, fromClips, numbered, unused } from "./clip-records";
import { clipName, columnNamed, hasColumns, type RatingFormat } from "./table-shape";

type Row = CsvTable["records"][number];

/** webMUSHRA: one line a slider; the trial is the item, the stimulus the condition. */
export const WEBMUSHRA: RatingFormat = {
  name: "webMUSHRA",
  fits: ({ header }) => hasColumns(header, "trial_id", "rating_stimulus", "rating_score"),
  toLong: (table) => {
    const { header, records } = table;
    const person = personColumn(header, records, "session_uuid", "email");
    return {
      records: numbered(table).map(({ row, line }) => ({
        line,
        cells: {
          participant: row[person]!,
          condition: row.rating_stimulus!,
          item: row.trial_id!,
          stimulus: `${row.rating_stimulus}/${row.trial_id}`,
          rating: row.rating_score!,
        },
      })),
      otherColumns: unused(header, person, "trial_id", "rating_stimulus", "rating_score"),
      notes: [
        `Participants were told apart by the column ${person}.`,
        "Each trial is an item that all conditions share.",
      ],
    };
  },
};

/** webMUSHRA's single ratings: the file of a clip and its rating. */
export const WEBMUSHRA_SINGLE: RatingFormat = {
  name: "webMUSHRA, single stimuli",
  fits: ({ header }) => hasColumns(header, "trial_id", "stimuli", "stimuli_rating"),
  toLong: (table) => {
    const { header, records } = table;
    const person = personColumn(header, records, "session_uuid", "email");
    const rows = numbered(table).map(({ row, line }) => ({
      ...{ line, row, clip: clipName(row.stimuli!) },
      cells: { participant: row[person]!, rating: row.stimuli_rating! },
    }));
    const { records: long, notes } = fromClips(rows, columnNamed(header, ...CONDITION_COLUMNS));
    return {
      records: long,
      notes,
      otherColumns: unused(header, person, "stimuli", "stimuli_rating"),
    };
  },
};

/** The column that tells people apart: the first that exists and is not the same everywhere. */
function personColumn(
  header: readonly string[],
  records: readonly Row[],
  ...names: string[]
): string {
  const there = names.filter((name) => header.includes(name));
  const varied = there.find((name) => new Set(records.map((row) => row[name])).size > 1);
  const found = varied ?? there[0];
  if (!found)
    throw new InputError(
      `ratings table: expected a column ${names.join(" or ")}, got ${header.join(", ")}`,
    );
  return found;
}
