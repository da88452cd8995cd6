import { InputError } from "@/lib/shared/invariant";
import { CONDITION_COLUMNS, fromClips, numbered, unused } from "./clip-records";
import { clipName, columnNamed, hasColumns, type RatingFormat } from "./table-shape";

/** jsPsych, also out of JATOS: one line a screen; those with a clip and a number are ratings. */
export const JSPSYCH: RatingFormat = {
  name: "jsPsych",
  fits: ({ header }) => hasColumns(header, "trial_type", "trial_index", "stimulus", "response"),
  toLong: (table) => {
    const { header, records } = table;
    const person = columnNamed(
      header,
      ...["subject", "subject_id", "participant", "participant_id", "prolific_pid", "workerid"],
      ...["jatosstudyresultid", "study_result_id", "run_id"],
    );
    if (!person)
      throw new InputError(
        "jsPsych table: expected a column subject, participant, PROLIFIC_PID or run_id, got none of them",
      );
    const rated = numbered(table).flatMap(({ row, line }) => {
      const [clip, answer] = [firstOf(row.stimulus!), answerOf(row.response!)];
      if (!/\.(wav|mp3|m4a|flac|ogg|opus)\b/i.test(clip)) return [];
      return answer.map(([dimension, rating]) => ({
        ...{ line, row, clip: clipName(clip) },
        cells: {
          participant: row[person]!,
          rating,
          position: row.trial_index!,
          ...(dimension ? { dimension } : {}),
        },
      }));
    });
    const { records: long, notes } = fromClips(rated, columnNamed(header, ...CONDITION_COLUMNS));
    const screens = records.length - new Set(rated.map(({ line }) => line)).size;
    if (screens > 0) notes.push(`${screens} screens without a clip and a number were left out.`);
    return {
      records: long,
      notes,
      otherColumns: unused(header, person, "stimulus", "response", "trial_index"),
    };
  },
};

/** A path, or the first of a JSON list of paths. */
function firstOf(cell: string): string {
  const parsed = json(cell);
  return Array.isArray(parsed) ? String(parsed[0] ?? "") : cell;
}

/** A number, or the numbers of a JSON object by their names. */
function answerOf(cell: string): [string, string][] {
  const parsed = json(cell);
  if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed)) {
    return Object.entries(parsed).flatMap(([name, value]): [string, string][] =>
      typeof value === "number" || /^-?\d+([.,]\d+)?$/.test(String(value))
        ? [[name, String(value)]]
        : [],
    );
  }
  return /^\s*-?\d+([.,]\d+)?\s*$/.test(cell) ? [["", cell]] : [];
}

function json(cell: string): unknown {
  if (!/^\s*[[{]/.test(cell)) return null;
  try {
    return JSON.parse(cell);
  } catch {
    return null;
  }
}

/** reVISit's tidy export: one line an answer; the trial is the clip, the response the dimension. */
export const REVISIT: RatingFormat = {
  name: "reVISit",
  fits: ({ header }) => hasColumns(header, "participantid", "trialid", "responseid", "answer"),
  toLong: (table) => {
    const { header, records } = table;
    const column = (name: string) => columnNamed(header, name)!;
    const [person, trial, response, answer] = [
      "participantid",
      "trialid",
      "responseid",
      "answer",
    ].map(column);
    const order = columnNamed(header, "trialorder");
    const status = columnNamed(header, "status");
    const kept = numbered(table).filter(
      ({ row }) =>
        /^-?\d+([.,]\d+)?$/.test(row[answer!]!.trim()) &&
        !(status && /rejected/i.test(row[status] ?? "")),
    );
    const several = new Set(kept.map(({ row }) => row[response!])).size > 1;
    const rows = kept.map(({ row, line }) => ({
      ...{ line, row, clip: clipName(row[trial!]!) },
      cells: {
        ...{ participant: row[person!]!, rating: row[answer!]! },
        ...(several ? { dimension: row[response!]! } : {}),
        ...(order ? { position: row[order]! } : {}),
      },
    }));
    const { records: long, notes } = fromClips(rows, columnNamed(header, ...CONDITION_COLUMNS));
    if (rows.length < records.length)
      notes.push(
        `${records.length - rows.length} answers that are no numbers, or of rejected participants, were left out.`,
      );
    return {
      records: long,
      notes,
      otherColumns: unused(header, person!, trial!, response!, answer!, order),
    };
  },
};

/** PsyNet: one line a trial; the clip stands in the definition, a JSON object. */
export const PSYNET: RatingFormat = {
  name: "PsyNet",
  fits: ({ header }) => hasColumns(header, "participant_id", "definition", "answer"),
  toLong: (table) => {
    const { header, records } = table;
    const rows = numbered(table).flatMap(({ row, line }) => {
      const definition = json(row.definition!) as Record<string, unknown> | null;
      const clip = ["stimulus", "audio", "url", "file", "name", "stimulus_id"]
        .map((name) => definition?.[name])
        .find((value) => typeof value === "string");
      if (typeof clip !== "string") return [];
      const condition = CONDITION_COLUMNS.map((name) => definition?.[name]).find(
        (value) => typeof value === "string",
      );
      const repeat: Record<string, string> = /^true$/i.test(row.is_repeat_trial ?? "")
        ? { trial_kind: "repeat" }
        : {};
      const failed = /^true$/i.test(row.failed ?? "");
      if (failed) return [];
      return answerOf(row.answer!).map(([dimension, rating]) => ({
        ...{ line, clip: clipName(clip), row: { ...row, condition: String(condition ?? "") } },
        cells: {
          participant: row.participant_id!,
          rating,
          ...repeat,
          ...(dimension ? { dimension } : {}),
        },
      }));
    });
    const stated = rows.length > 0 && rows.every(({ row }) => row.condition !== "");
    const { records: long, notes } = fromClips(rows, stated ? "condition" : null);
    const left = records.length - new Set(rows.map(({ line }) => line)).size;
    if (left > 0)
      notes.push(`${left} failed trials, or trials without a clip and a number, were left out.`);
    return {
      records: long,
      notes,
      otherColumns: unused(header, "participant_id", "definition", "answer"),
    };
  },
};

/** P.808 on a crowd platform: one line an assignment; Input.X names a clip, Answer.X rates it. */
export const P808: RatingFormat = {
  name: "P.808",
  fits: ({ header }) => hasColumns(header, "workerid") && p808Pairs(header).length > 0,
  toLong: (table) => {
    const { header, records } = table;
    const pairs = p808Pairs(header);
    const person = columnNamed(header, "workerid")!;
    const status = columnNamed(header, "assignmentstatus");
    const kept = numbered(table).filter(
      ({ row }) => !(status && /rejected/i.test(row[status] ?? "")),
    );
    const rows = kept.flatMap(({ row, line }) =>
      pairs
        .filter(({ input }) => row[input]!.trim() !== "")
        .map(({ input, answer }) => ({
          ...{ line, row, clip: clipName(row[input]!) },
          cells: { participant: row[person]!, rating: row[answer]! },
        })),
    );
    const { records: long, notes } = fromClips(rows, null);
    if (kept.length < records.length)
      notes.push(`${records.length - kept.length} rejected assignments were left out.`);
    return {
      records: long,
      notes,
      otherColumns: unused(
        header,
        person,
        ...pairs.flatMap(({ input, answer }) => [input, answer]),
      ),
    };
  },
};

function p808Pairs(header: readonly string[]): { input: string; answer: string }[] {
  const answers = new Map(
    header
      .filter((name) => /^answer\./i.test(name))
      .map((name) => [name.slice(7).toLowerCase(), name]),
  );
  return header.flatMap((input) => {
    const answer = /^input\.(q\d+)$/i.test(input)
      ? answers.get(input.slice(6).toLowerCase())
      : undefined;
    return answer ? [{ input, answer }] : [];
  });
}
