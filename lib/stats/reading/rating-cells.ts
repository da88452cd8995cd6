import { InputError } from "@/lib/shared/invariant";
import { cellNumber, numberStyle } from "@/lib/tables/cell-numbers";

/** What a column of rating cells holds: one entry a cell, null where a rating is missing. */
export interface RatingCells {
  values: (number | null)[];
  /** what was done that a reader of the table should know, in sentences */
  notes: string[];
}

const MISSING = new Set([
  "",
  "na",
  "n/a",
  "#n/a",
  "nan",
  "null",
  "none",
  "nil",
  ".",
  "-",
  "–",
  "?",
]);

/** Scales of words, lowest first, the usual answers of survey tools. */
const WORD_SCALES: readonly (readonly string[])[] = [
  ["false", "true"],
  ["no", "yes"],
  ["bad", "poor", "fair", "good", "excellent"],
  ["very bad", "bad", "neutral", "good", "very good"],
  ["very poor", "poor", "fair", "good", "very good"],
  ["not at all", "slightly", "moderately", "very", "extremely"],
  ["strongly disagree", "disagree", "agree", "strongly agree"],
  ["strongly disagree", "disagree", "neutral", "agree", "strongly agree"],
  ["strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"],
  ...["slightly", "somewhat"].flatMap((mild) => {
    const [below, above] = [
      ["strongly disagree", "disagree", `${mild} disagree`],
      [`${mild} agree`, "agree", "strongly agree"],
    ];
    const middles = [[], ["neutral"], ["neither agree nor disagree"]];
    return middles.map((middle) => [...below!, ...middle, ...above!]);
  }),
];

/**
 * Reads the ratings of one dimension: numbers with point or comma, with a percent sign or an
 * apostrophe, "4 - agree", words of a known scale; empty cells, NA and the like are missing.
 * @param lines the line of each cell, for messages
 * @param scale the words of another scale, lowest first
 * @throws InputError naming the line of a cell that is none of these
 */
export function readRatingCells(
  cells: readonly string[],
  lines: readonly number[],
  scale?: readonly string[],
): RatingCells {
  const trimmed = cells.map((cell) => cell.replaceAll("\u00A0", " ").trim());
  const style = numberStyle(trimmed);
  const present = trimmed.filter((cell) => !MISSING.has(cell.toLowerCase()));
  const words = present.filter((cell) => leadingNumber(cell, style) === null);
  if (words.length > 0 && words.length >= present.length / 2) {
    return readWords(trimmed, lines, scale);
  }
  const values = trimmed.map((cell, i) => {
    if (MISSING.has(cell.toLowerCase())) return null;
    const value = leadingNumber(cell, style);
    if (value === null) throw notANumber(cell, lines[i]!);
    return value;
  });
  const notes = style.decimal === "," ? ["Commas in ratings were read as decimal signs."] : [];
  return { values, notes };
}

function leadingNumber(cell: string, style: ReturnType<typeof numberStyle>): number | null {
  const labelled = /^([+-]?\d+(?:[.,]\d+)?)\s*[-–—:=.)(]\s*[^\d\s].*$/u.exec(cell);
  return cellNumber(labelled ? labelled[1]! : cell, style);
}

function notANumber(cell: string, line: number): InputError {
  return new InputError(
    `ratings table, line ${line}: expected a number as rating, got "${cell}"; ` +
      "leave the cell of a missing rating empty or write NA",
  );
}

function readWords(
  cells: readonly string[],
  lines: readonly number[],
  scale?: readonly string[],
): RatingCells {
  const low = cells.map((cell) => cell.toLowerCase());
  const given = new Set(low.filter((cell) => !MISSING.has(cell)));
  const known = [
    ...(scale ? [scale.map((word) => word.trim().toLowerCase())] : []),
    ...WORD_SCALES,
  ];
  const found = known.find((words) => [...given].every((word) => words.includes(word)));
  if (!found) {
    const at = low.findIndex((cell) => given.has(cell) && !known[0]!.includes(cell));
    throw new InputError(
      `ratings table, line ${lines[Math.max(0, at)]}: expected numbers, or words of one known scale, got ` +
        `${[...given]
          .slice(0, 8)
          .map((word) => `"${word}"`)
          .join(", ")}; ` +
        "name the scale's words from lowest to highest (--words), or write numbers",
    );
  }
  const numbers = found.map((word, i) => `${word} = ${i + 1}`).join(", ");
  return {
    values: low.map((cell) => (MISSING.has(cell) ? null : found.indexOf(cell) + 1)),
    notes: [`Words were read as numbers: ${numbers}.`],
  };
}

/**
 * Codes for missing values and values far from all others. A code (−9, −99, 99, 888 and the like) is
 * one where it lies further from the other ratings than these are apart; those become missing. Other
 * far values stay, and are named.
 */
export function unusualRatings(
  values: readonly (number | null)[],
  lines: readonly number[],
): RatingCells {
  const given = values.filter((value): value is number => value !== null);
  const code = codesAmong(given);
  const kept = values.map((value) => (value !== null && code.has(value) ? null : value));
  const notes = [...code].map((value) => {
    const times = given.filter((one) => one === value).length;
    return `${times} ratings of ${value} were taken as missing: a code, far from all other ratings.`;
  });
  const [low, high] = core(kept.filter((value): value is number => value !== null));
  const reach = high - low || 1;
  kept.forEach((value, i) => {
    if (value === null || (value >= low - reach && value <= high + reach) || notes.length > 9)
      return;
    notes.push(
      `The rating ${value} in line ${lines[i]} lies far from the others (nearly all between ${low} and ${high}); it was kept.`,
    );
  });
  return { values: kept, notes };
}

function codesAmong(given: readonly number[]): Set<number> {
  const looks = (value: number) =>
    value < 0 ? /^-(9+|8+|7+)$/.test(`${value}`) : /^(9{2,}|8{2,}|7{2,})$/.test(`${value}`);
  const others = given.filter((value) => !looks(value));
  if (others.length < given.length / 2) return new Set();
  const low = others.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = others.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const reach = high - low || 1;
  return new Set(
    given.filter((value) => looks(value) && (value < low - reach || value > high + reach)),
  );
}

/** From the second to the ninety-eighth of a hundred ratings. */
function core(values: readonly number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.02), at(0.98)];
}
