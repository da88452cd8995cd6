import type { Difference } from "./crossed";
import { equivalence } from "./equivalence";

/** The answer to the pre-declared question, as numbers for other languages and as a sentence. */
export interface PrimaryAnswer {
  dimension: string;
  first: string;
  second: string;
  estimate: number;
  low: number;
  high: number;
  level: number;
  p: number;
  /** the interval leaves zero out */
  clear: boolean;
  /** null when no margin was declared */
  equivalent: boolean | null;
  margin: number | null;
  sentence: string;
}

const signed = (value: number) => value.toFixed(2).replace(/^-/, "−");
const size = (value: number) => Math.abs(value).toFixed(2);

/**
 * One sentence with its interval for a difference of two conditions, first minus second: "A is
 * rated 0.74 higher in harmony than B, 95 % interval 0.31 to 1.17, over listeners and pieces like
 * these." When the interval holds zero the sentence says that the direction is open.
 * @param margin the declared equivalence margin, null when there is none
 */
export function primaryAnswer(
  difference: Difference,
  dimension: string,
  margin: number | null = null,
  alpha = 0.05,
): PrimaryAnswer {
  const { first, second, estimate, interval, p } = difference;
  const clear = interval.low > 0 || interval.high < 0;
  const tost = margin === null ? null : equivalence(difference, margin, alpha);
  const answer = {
    dimension,
    first,
    second,
    estimate,
    low: interval.low,
    high: interval.high,
    level: interval.level,
    p,
    clear,
    equivalent: tost === null ? null : tost.equivalent,
    margin,
  };
  return { ...answer, sentence: sentenceFor(answer) };
}

function sentenceFor(answer: Omit<PrimaryAnswer, "sentence">): string {
  const { first, second, dimension, estimate, low, high, clear, equivalent, margin } = answer;
  const percent = `${Number((100 * answer.level).toFixed(1))} % interval`;
  const scope = "over listeners and pieces like these";
  const ending =
    equivalent && margin !== null
      ? ` The difference is smaller than the declared margin of ${size(margin)}.`
      : "";
  if (clear) {
    const way = estimate > 0 ? "higher" : "lower";
    const [a, b] = estimate > 0 ? [low, high] : [-high, -low];
    return `${first} is rated ${size(estimate)} ${way} in ${dimension} than ${second}, ${percent} ${size(a)} to ${size(b)}, ${scope}.${ending}`;
  }
  return `No clear difference in ${dimension} between ${first} and ${second}: ${signed(estimate)}, ${percent} ${signed(low)} to ${signed(high)} (${first} minus ${second}), ${scope}.${ending}`;
}

/**
 * The sentence that bounds every result: which stimuli, at which temperature, how many runs.
 * @param facts what is known of the set; a table from elsewhere may know nothing
 */
export function scopeSentence(facts: { temperature?: string; runs?: number } = {}): string {
  const temperature = facts.temperature
    ? `sampled at temperature ${facts.temperature}`
    : "sampled at the temperature that the study states";
  const runs =
    facts.runs && facts.runs > 1
      ? `${facts.runs} training runs of each model`
      : "one trained checkpoint of each model";
  return `These results are about ${runs}, ${temperature}; another training run of the same model may be rated otherwise.`;
}
