import { cellNumber } from "@/lib/tables/cell-numbers";
import type { CsvTable } from "@/lib/tables/csv-table";
import {
  clipName,
  columnNamed,
  conditionsInNames,
  type LongRecord,
  type RatingFormat,
  splitNames,
} from "./table-shape";

type Row = CsvTable["records"][number];

const PEOPLE = [
  ...["participant", "participant_id", "responseid", "response_id", "subject", "subject_id"],
  ...["listener", "id", "email_address", "username", "name", "file_name", "filename"],
];

const numberedLines = ({ records, lines }: CsvTable) =>
  records.map((row, i) => ({ row, line: lines[i]! }));

/** One line a person, one column a clip. */
function fromWide(
  rows: readonly { row: Row; line: number }[],
  columns: ReadonlyMap<string, string>,
  person: (row: Row, index: number) => string,
): { records: LongRecord[]; note: string } {
  const names = conditionsInNames([...columns.values()]);
  const records = rows.flatMap(({ row, line }, index) =>
    [...columns].map(([column, name]) => ({
      line,
      cells: { participant: person(row, index), ...names.of(name), rating: row[column] ?? "" },
    })),
  );
  return { records, note: names.note };
}

const rest = (header: readonly string[], used: Iterable<string>) => {
  const taken = new Set(used);
  return header.filter((name) => !taken.has(name));
};

/** Qualtrics: names, the questions in words, ids as JSON, then one line a response. */
export const QUALTRICS: RatingFormat = {
  name: "Qualtrics",
  fits: ({ records }) =>
    Object.values(records[1] ?? {}).some((cell) => /^\{"ImportId":/.test(cell)),
  toLong: (table) => {
    const { header, records } = table;
    const questions = records[0]!;
    const rows = numberedLines(table).slice(2);
    // A question of a matrix ends in " - " and the row's own label.
    const columns = new Map(
      header.flatMap((name): [string, string][] => {
        const label = / - ([^-].*)$/.exec(questions[name] ?? "")?.[1];
        return label && !/ - (Text|Topics)$/.test(questions[name]!)
          ? [[name, clipName(label)]]
          : [];
      }),
    );
    const status = columnNamed(header, "status", "distributionchannel");
    const real = rows.filter(
      ({ row }) => !status || !/preview|spam|^[18]$/i.test(row[status] ?? ""),
    );
    const id = columnNamed(header, ...PEOPLE);
    const { records: long, note } = fromWide(
      real,
      columns,
      (row, i) => (id && row[id]) || `response ${i + 1}`,
    );
    const previews = rows.length - real.length;
    return {
      records: long,
      otherColumns: rest(header, [...columns.keys(), ...(id ? [id] : [])]),
      notes: [
        note,
        ...(previews > 0 ? [`${previews} previews and spam responses were left out.`] : []),
      ],
    };
  },
};

/** Google Forms: a time stamp, then a grid's questions as "Question [row]". */
export const GOOGLE_FORMS: RatingFormat = {
  name: "Google Forms",
  fits: ({ header }) =>
    /^(timestamp|zeitstempel|horodateur)$/i.test(header[0] ?? "") &&
    header.some((name) => /\[.+\]$/.test(name)),
  toLong: (table) => {
    const { header } = table;
    const columns = new Map(
      header.flatMap((name): [string, string][] => {
        const label = /\[(.+)\]$/.exec(name)?.[1];
        return label ? [[name, clipName(label)]] : [];
      }),
    );
    const questions = new Set([...columns.keys()].map((name) => name.replace(/\s*\[.+\]$/, "")));
    const id = columnNamed(header, ...PEOPLE);
    const person = (row: Row, i: number) => (id && row[id]) || `response ${i + 1}`;
    const parts = [...questions].map((question) => {
      const own = new Map([...columns].filter(([name]) => name.startsWith(question)));
      const { records: long, note } = fromWide(numberedLines(table), own, person);
      const dimension: Record<string, string> = questions.size > 1 ? { dimension: question } : {};
      return {
        note,
        long: long.map(({ line, cells }) => ({ line, cells: { ...cells, ...dimension } })),
      };
    });
    return {
      records: parts.flatMap(({ long }) => long),
      otherColumns: rest(header, [...columns.keys(), ...(id ? [id] : [])]),
      notes: [
        ...new Set(parts.map(({ note }) => note)),
        ...(id ? [] : ["Each response counts as one participant."]),
      ],
    };
  },
};

/** One line a person, one column a clip, named by condition and clip; WAET's score table too. */
export const WIDE: RatingFormat = {
  name: "one column a clip",
  fits: (table) => clipColumns(table).size > 2,
  toLong: (table) => {
    const { header } = table;
    const columns = clipColumns(table);
    const id = columnNamed(header, ...PEOPLE) ?? header.find((name) => !columns.has(name)) ?? null;
    const { records: long, note } = fromWide(
      numberedLines(table),
      columns,
      (row, i) => (id && row[id]) || `line ${i + 2}`,
    );
    return {
      records: long,
      otherColumns: rest(header, [...columns.keys(), ...(id ? [id] : [])]),
      notes: [
        note,
        id
          ? `Each line counts as one participant, named by the column ${id}.`
          : "Each line counts as one participant.",
      ],
    };
  },
};

/** Columns of numbers whose names are a condition and a clip. */
function clipColumns({ header, records }: CsvTable): Map<string, string> {
  const numeric = header.filter((name) => {
    const given = records
      .map((row) => row[name]!.trim())
      .filter((cell) => cell !== "" && !/^na$/i.test(cell));
    return given.length > 0 && given.every((cell) => cellNumber(cell) !== null);
  });
  const named = numeric.filter(
    (name) =>
      splitNames([clipName(name), "a_1", "a_2"]) !== null && !PEOPLE.includes(name.toLowerCase()),
  );
  return splitNames(named.map(clipName))
    ? new Map(named.map((name) => [name, clipName(name)]))
    : new Map();
}
