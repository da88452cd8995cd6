import { describe, expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { analyseRatings } from "@/lib/stats/analyse";
import type { RatingRow } from "@/lib/stats/long-table";
import { simulateRatings } from "@/lib/stats/simulate";
import { readRatings, UnknownColumns } from "./read-ratings";

// Twelve listeners, three systems with six clips each, whole ratings from 0 to 5.
const RATINGS = simulateRatings(
  {
    means: { LSTM: 2, Conv: 2.6, GAN: 3 },
    varianceParticipant: 0.3,
    varianceParticipantModel: 0.1,
    varianceStimulus: 0.2,
    varianceResidual: 0.6,
    scale: [0, 5],
  },
  { participants: 12, stimuli: 6, heard: 6 },
  namedStream("foreign tables"),
);
const PEOPLE = [...new Set(RATINGS.map(({ participant }) => participant))];
const CLIPS = [...new Set(RATINGS.map(({ stimulus }) => stimulus))];
const clip = (row: RatingRow) => `${row.condition}_k${(CLIPS.indexOf(row.stimulus) % 6) + 1}`;
const number = (row: RatingRow) => clip(row).split("_k")[1]!;
const quote = (cell: string | number) => `"${String(cell).replaceAll('"', '""')}"`;
const csv = (header: string[], lines: (string | number)[][]) =>
  [header, ...lines].map((cells) => cells.map(quote).join(",")).join("\r\n");
const given = (participant: string, stimulus: string) =>
  RATINGS.find((row) => row.participant === participant && row.stimulus === stimulus)!;

/** The same ratings in the format of each program, by its published description. */
const FORMATS: Record<string, string> = {
  webMUSHRA: csv(
    [
      "session_test_id",
      "email",
      "session_uuid",
      "trial_id",
      "rating_stimulus",
      "rating_score",
      "rating_time",
      "rating_comment",
    ],
    RATINGS.map((r) => [
      "t",
      `${r.participant}@example.org`,
      "u",
      `k${number(r)}`,
      r.condition,
      r.rating,
      900,
      "",
    ]),
  ),
  "webMUSHRA, single stimuli": csv(
    ["session_test_id", "session_uuid", "trial_id", "stimuli_rating", "stimuli", "rating_time"],
    RATINGS.map((r) => ["t", r.participant, "lss", r.rating, `configs/${clip(r)}.wav`, 900]),
  ),
  jsPsych: csv(
    [
      "rt",
      "stimulus",
      "response",
      "trial_type",
      "trial_index",
      "time_elapsed",
      "internal_node_id",
      "subject",
    ],
    RATINGS.flatMap((r, i) => [
      [300, "<p>Ready?</p>", "0", "html-button-response", 2 * i, 9, "0.0", r.participant],
      [
        900,
        `["audio/${clip(r)}.mp3"]`,
        r.rating,
        "audio-slider-response",
        2 * i + 1,
        9,
        "0.0",
        r.participant,
      ],
    ]),
  ),
  reVISit: csv(
    [
      "participantId",
      "trialId",
      "trialOrder",
      "responseId",
      "answer",
      "correctAnswer",
      "status",
      "responsePrompt",
    ],
    RATINGS.map((r, i) => [
      r.participant,
      clip(r),
      i,
      "quality",
      r.rating,
      "",
      "completed",
      "How good?",
    ]),
  ),
  PsyNet: csv(
    ["id", "participant_id", "type", "failed", "is_repeat_trial", "definition", "answer"],
    RATINGS.map((r, i) => [
      ...[i, r.participant, "RateTrial", "False", "False"],
      ...[JSON.stringify({ audio: `${clip(r)}.wav`, condition: r.condition }), r.rating],
    ]),
  ),
  "P.808": csv(
    [
      "HITId",
      "WorkerId",
      "AssignmentStatus",
      ...CLIPS.map((_, i) => `Input.Q${i}`),
      ...CLIPS.map((_, i) => `Answer.Q${i}`),
    ],
    PEOPLE.map((p) => [
      ...["h", p, "Approved"],
      ...CLIPS.map((s) => `https://example.org/${clip(given(p, s))}.wav`),
      ...CLIPS.map((s) => given(p, s).rating),
    ]),
  ),
  Qualtrics: csv(
    ["StartDate", "Status", "ResponseId", ...CLIPS.map((_, i) => `Q1_${i + 1}`)],
    [
      [
        "Start Date",
        "Response Type",
        "Response ID",
        ...CLIPS.map(
          (s) => `How musical was this clip? - ${clip(given(PEOPLE[0]!, s)).replace("_", " ")}`,
        ),
      ],
      [
        '{"ImportId":"startDate"}',
        '{"ImportId":"status"}',
        '{"ImportId":"_recordId"}',
        ...CLIPS.map((_, i) => `{"ImportId":"QID1_${i}"}`),
      ],
      ["2026-01-01", "Survey Preview", "R_0", ...CLIPS.map(() => 5)],
      ...PEOPLE.map((p) => [
        "2026-01-02",
        "IP Address",
        `R_${p}`,
        ...CLIPS.map((s) => given(p, s).rating),
      ]),
    ],
  ),
  "Google Forms": csv(
    [
      "Timestamp",
      ...CLIPS.map((s) => `How musical was it? [${clip(given(PEOPLE[0]!, s)).replace("_", " ")}]`),
    ],
    PEOPLE.map((p) => ["1/1/2026 10:00:00", ...CLIPS.map((s) => given(p, s).rating)]),
  ),
  // WAET's score parser writes one line a file of answers, one column an audio element.
  "one column a clip": csv(
    ["file_name", ...CLIPS.map((s) => clip(given(PEOPLE[0]!, s)))],
    PEOPLE.map((p) => [`save-${p}`, ...CLIPS.map((s) => given(p, s).rating)]),
  ),
};

/** What all analyses say, but for names. */
function numbers(rows: readonly RatingRow[]) {
  const { dimensions } = analyseRatings(rows, { anchors: [], ordinal: false, resamples: 20 });
  const { crossed, ranks, reliability, byCondition } = dimensions[0]!;
  if (crossed.kind === "none" || ranks.kind === "none") throw new Error("expected results");
  return {
    ...{
      omnibus: crossed.omnibus.p,
      differences: crossed.differences.map(({ estimate, p }) => [estimate, p]),
    },
    ...{ friedman: ranks.friedman?.p, means: byCondition.map(({ mean }) => mean) },
    alpha: reliability.alpha.kind === "result" ? reliability.alpha.value : null,
  };
}

describe("a table of another program gives the numbers of its long form", () => {
  test.each(Object.entries(FORMATS))("%s", (source, text) => {
    const read = readRatings(text);
    expect(read.source).toBe(source);
    expect(read.rows).toHaveLength(RATINGS.length);
    const shared = source === "webMUSHRA";
    const long = RATINGS.map((row) => ({ ...row, ...(shared ? { item: `k${number(row)}` } : {}) }));
    const [got, expected] = [numbers(read.rows), numbers(long)];
    expect(got.means).toEqual(expected.means);
    for (const [i, pair] of expected.differences.entries()) {
      expect(got.differences[i]![0]).toBeCloseTo(pair[0]!, 8);
      expect(got.differences[i]![1]).toBeCloseTo(pair[1]!, 6);
    }
    expect(got.omnibus).toBeCloseTo(expected.omnibus, 6);
    expect(got.friedman).toBeCloseTo(expected.friedman!, 10);
    expect(got.alpha).toBeCloseTo(expected.alpha!, 10);
  });

  test("what was left out is said", () => {
    expect(readRatings(FORMATS.Qualtrics!).notes).toContain(
      "1 previews and spam responses were left out.",
    );
    expect(readRatings(FORMATS.jsPsych!).notes).toContain(
      "216 screens without a clip and a number were left out.",
    );
    expect(readRatings(FORMATS["Google Forms"]!).notes).toContain(
      "Each response counts as one participant.",
    );
  });

  test("comparisons of two are refused, with the reason", () => {
    const arena = csv(["session_id", "system_a", "system_b", "vote"], [["s", "x", "y", "A"]]);
    expect(() => readRatings(arena)).toThrow("got comparisons of two");
    expect(() => readRatings('[{"a": 1}]')).toThrow("got JSON");
  });

  test("unknown columns are shown, and can be chosen", () => {
    const text = csv(
      ["who", "what", "made by", "points"],
      RATINGS.map((r) => [r.participant, clip(r), r.condition, r.rating]),
    );
    let unknown: unknown;
    try {
      readRatings(text);
    } catch (error) {
      unknown = error;
    }
    if (!(unknown instanceof UnknownColumns)) throw new Error("expected unknown columns");
    expect(unknown.table.header).toEqual(["who", "what", "made by", "points"]);
    expect(unknown.table.preview).toHaveLength(5);
    const columns = {
      participant: "who",
      stimulus: "what",
      condition: "made by",
      rating: "points",
    };
    expect(numbers(readRatings(text, { columns }).rows)).toEqual(numbers(RATINGS));
  });
});
