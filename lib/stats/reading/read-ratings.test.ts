import { describe, expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { analyseRatings } from "@/lib/stats/analyse";
import { simulateRatings } from "@/lib/stats/simulate";
import { readRatings } from "./read-ratings";

const ROWS = simulateRatings(
  {
    means: { LSTM: 1.8, Conv: 3.1, human: 4 },
    varianceParticipant: 0.3,
    varianceParticipantModel: 0.1,
    varianceStimulus: 0.1,
    varianceResidual: 0.5,
    scale: [0, 5],
  },
  { participants: 12, stimuli: 6, heard: 6 },
  namedStream("read ratings"),
);
const HEADER = ["participant", "stimulus", "condition", "rating"];
const lines = (change: (rating: number, i: number) => string = String) =>
  ROWS.map((r, i) => [r.participant, r.stimulus, r.condition, change(r.rating, i)]);
const table = (rows: string[][], separator = ",", header = HEADER) =>
  [header, ...rows].map((cells) => cells.join(separator)).join("\n");
const ratings = (text: string | Uint8Array, options?: Parameters<typeof readRatings>[1]) =>
  readRatings(text, options).rows.map(({ rating }) => rating);
const PLAIN = ROWS.map(({ rating }) => rating);

describe("numbers as people write them", () => {
  test.each([
    [
      "decimal commas between semicolons",
      table(
        lines((r) => `${r},0`),
        ";",
      ),
      1,
    ],
    ["decimal commas in quotes", table(lines((r) => `"${r},5"`)), 0],
    ["percent signs", table(lines((r) => `${r * 20}%`)), 0],
    ["apostrophes of a spreadsheet", table(lines((r) => `'${r}`)), 0],
    [
      "a number and its word",
      table(lines((r) => `${r} - ${["no", "hardly", "a bit", "fairly", "well", "fully"][r]}`)),
      0,
    ],
    ["true minus signs", table(lines((r) => (r === 0 ? "0" : `\u2212${r}`))), 0],
    ["a line sep=;", `sep=;\n${table(lines(), ";")}`, 1],
    ["separators at the ends of lines", table(lines().map((l) => [...l, "", ""])), 1],
    ["carriage returns alone", table(lines()).replaceAll("\n", "\r"), 1],
  ])("%s", (_, text, same) => {
    const read = ratings(text);
    if (same) expect(read).toEqual(PLAIN);
    else expect(new Set(read.map((r, i) => `${r} ${PLAIN[i]}`)).size).toBe(new Set(PLAIN).size);
  });

  test("words of a known scale, and of one that is named", () => {
    const agree = [
      "Strongly disagree",
      "Disagree",
      "Slightly disagree",
      "Slightly agree",
      "Agree",
      "Strongly agree",
    ];
    const known = readRatings(table(lines((r) => agree[r]!)));
    expect(known.rows.map(({ rating }) => rating - 1)).toEqual(PLAIN);
    expect(known.notes.join()).toContain("strongly disagree = 1, disagree = 2");
    const own = ["ugh", "meh", "hm", "ok", "nice", "wow"];
    const odd = table(lines((r) => own[r]!));
    expect(() => readRatings(odd)).toThrow("name the scale's words from lowest to highest");
    expect(ratings(odd, { words: own }).map((r) => r - 1)).toEqual(PLAIN);
    expect(ratings(table(lines((r) => (r > 2 ? "TRUE" : "FALSE"))))).toEqual(
      PLAIN.map((r) => (r > 2 ? 2 : 1)),
    );
  });

  test("hexadecimal figures and thousands that may be decimals are no numbers", () => {
    expect(() => readRatings(table(lines((r, i) => (i === 5 ? "0x3" : String(r)))))).toThrow(
      'line 7: expected a number as rating, got "0x3"',
    );
    expect(() => readRatings(table(lines((r) => `"1,25${r}"`)))).toThrow("got");
  });
});

describe("missing, doubled and wild ratings are named", () => {
  test.each(["", "NA", "N/A", "NaN", "null", ".", "-"])('"%s" is a missing rating', (cell) => {
    const read = readRatings(table(lines((r, i) => (i % 36 === 0 ? cell : String(r)))));
    expect(read.emptyRatings).toBe(6);
    expect(read.rows).toHaveLength(210);
    expect(read.notes).toContain("6 lines have no rating; they were left out.");
  });

  test("codes are missing, a slip of the keyboard stays", () => {
    const coded = readRatings(table(lines((r, i) => (i % 36 === 0 ? "-99" : String(r)))));
    expect(coded.rows).toHaveLength(210);
    expect(coded.notes[0]).toBe(
      "6 ratings of -99 were taken as missing: a code, far from all other ratings.",
    );
    const wild = readRatings(table(lines((r, i) => (i === 50 ? "44" : String(r)))));
    expect(wild.rows).toHaveLength(216);
    expect(wild.notes[0]).toMatch(/^The rating 44 in line 52 lies far from the others/);
    // On a slider to 100 the same figure is a rating.
    expect(readRatings(table(lines((r) => String(r === 5 ? 99 : 20 * r)))).notes).toEqual([]);
  });

  test("a file pasted twice gives no test-retest figure, one measured again does", () => {
    const twice = readRatings(table(lines().flatMap((line) => [line, line])));
    expect(twice.rows).toHaveLength(216);
    expect(twice.notes.join()).toContain("216 lines are exact copies");
    const again = lines().map(([p, s, c, r], i) => [
      p!,
      s!,
      c!,
      i % 3 ? r! : String((Number(r) + 1) % 6),
    ]);
    expect(readRatings(table([...lines(), ...again])).rows).toHaveLength(432);
  });
});

describe("columns", () => {
  test("trial kinds without regard to case; none that counts names those found", () => {
    const kinds = (of: (i: number) => string) =>
      table(
        lines().map((l, i) => [...l, of(i)]),
        ",",
        [...HEADER, "trial_kind"],
      );
    const mixed = readRatings(kinds((i) => (i % 5 === 0 ? "Main" : "main")));
    expect(analyseRatings(mixed.rows, { ordinal: false, resamples: 20 }).ratings).toBe(216);
    const none = readRatings(kinds(() => "experimental")).rows;
    expect(() => analyseRatings(none)).toThrow(
      'expected ratings of main trials (trial_kind main, or none given), got "experimental"',
    );
  });

  test("a dimension of another name parts the ratings", () => {
    const header = [...HEADER, "attribute"];
    const both = lines().flatMap((l) => ["harmony", "reality"].map((d) => [...l, d]));
    const read = readRatings(table(both, ",", header));
    expect(new Set(read.rows.map(({ dimension }) => dimension))).toEqual(
      new Set(["harmony", "reality"]),
    );
    expect(read.notes).toContain("The column attribute was read as dimension.");
  });

  test("headers in another language, positions in words, names of Latin-1, UTF-16 of a spreadsheet", () => {
    expect(
      ratings(table(lines(), ",", ["Versuchsperson", "Stimulus", "Bedingung", "Bewertung"])),
    ).toEqual(PLAIN);
    const words = table(
      lines().map((l) => [...l, "first"]),
      ",",
      [...HEADER, "position"],
    );
    expect(readRatings(words).notes.join()).toContain("216 positions are no numbers");
    const latin = Uint8Array.from(table(lines().map(([p, ...l]) => [`Zoë ${p}`, ...l])), (c) =>
      c.charCodeAt(0),
    );
    expect(readRatings(latin).rows[0]!.participant).toMatch(/^Zoë /);
    expect(readRatings(latin).notes).toContain("The file was read as Windows-1252.");
    const wide = Buffer.from(`\uFEFF${table(lines(), "\t")}`, "utf16le");
    expect(ratings(new Uint8Array(wide))).toEqual(PLAIN);
  });

  test("stimuli that all conditions share are items", () => {
    const shared = lines().map(([p, s, c, r]) => [p!, s!.replace(/^.*?(\d+)$/, "k$1"), c!, r!]);
    const read = readRatings(table(shared));
    expect(new Set(read.rows.map(({ stimulus }) => stimulus)).size).toBe(18);
    expect(read.rows[0]!.item).toMatch(/^k\d/);
    expect(read.notes.join()).toContain("the column stimulus was read as the item");
  });

  test("one stimulus without an item keeps the item term", () => {
    const item = (s: string) => s.replace(/^.*?(\d+)$/, "k$1");
    const all = lines().map((l) => [...l, item(l[1]!)]);
    const first = all[0]![1];
    const lost = all.map((l) => (l[1] === first ? [...l.slice(0, 4), ""] : l));
    const read = readRatings(table(lost, ",", [...HEADER, "item"]));
    expect(read.notes.join()).toContain(`1 stimuli have no item (${first})`);
    const { crossed } = analyseRatings(read.rows, { ordinal: false, resamples: 20, anchors: [] })
      .dimensions[0]!;
    expect(crossed.kind === "result" && crossed.formula).toContain("(1 | item)");
  });

  test("a column called __proto__ is a column", () => {
    expect(
      ratings(
        table(
          lines().map((l) => [...l, "1"]),
          ",",
          [...HEADER, "__proto__"],
        ),
      ),
    ).toEqual(PLAIN);
  });
});

describe("the analyses of such tables", () => {
  /** Two clips of A and of B by each of eight listeners, in tenths. */
  const tenths = (tens: number) => {
    const scores = [
      ...Array(4).fill([1, 3, 2, 0]),
      ...[9, 10, 11, 12].map((x) => [5, 2, x, x - 5]),
    ];
    return table(
      scores.flatMap((own, p) =>
        ["A0", "B0", "A1", "B1"].map((clip, i) => [`p${p}`, clip, clip[0]!, String(own[i] / tens)]),
      ),
    );
  };

  test.each([1, 10])("ties survive decimals: Friedman and Wilcoxon of ratings over %i", (tens) => {
    const { ranks } = analyseRatings(readRatings(tenths(tens)).rows, { resamples: 20 })
      .dimensions[0]!;
    if (ranks.kind === "none") throw new Error(ranks.reason);
    expect(ranks.friedman!.p).toBeCloseTo(0.0455, 4);
    // four of four differences have one sign: 2 of 16 patterns
    expect(ranks.pairs[0]!.test).toMatchObject({ p: 0.125, n: 4, ties: true });
    expect(ranks.pairs[0]!.test!.interval.level).toBe(0.875);
  });

  test("ratings that all differ: everything but the ordinal model, which says why", () => {
    const sliders = ROWS.flatMap((row, i) =>
      [row, { ...row, stimulus: `${row.stimulus}b`, participant: row.participant }].map(
        (one, k) => ({ ...one, rating: one.rating + (2 * i + k) / 1000 }),
      ),
    );
    const { dimensions } = analyseRatings(sliders, { anchors: [] });
    const { ordinal, crossed, reliability, ranks } = dimensions[0]!;
    expect(ordinal).toMatchObject({
      kind: "none",
      reason: expect.stringContaining("432 different values"),
    });
    expect([crossed.kind, ranks.kind, reliability.alpha.kind]).toEqual([
      "result",
      "result",
      "result",
    ]);
  });

  test("anchors alone are described", () => {
    const human = ROWS.filter((row) => row.condition === "human");
    const report = analyseRatings(human, { resamples: 20 });
    expect(report.dimensions[0]!.byCondition[0]).toMatchObject({ n: 72 });
    expect(report.dimensions[0]!.crossed).toMatchObject({ kind: "none" });
  });
});
