/** Time within which two digits make one number, in milliseconds. */
const TOGETHER_MS = 700;

/** A digit typed before, with its time. */
export interface Typed {
  digits: string;
  at: number;
}

/**
 * The point that a typed digit means.
 * @param digit "0" … "9"
 * @param values the points of the scale
 * @param before what was typed just before on this scale ("1" then "0" is 10, where there is a 10)
 * @param now the time in milliseconds
 * @returns the point, or null when the scale has no such point; and what to remember
 */
export function pointOf(
  digit: string,
  values: readonly number[],
  before: Typed | null,
  now: number,
): { value: number | null; typed: Typed } {
  const joined = before && now - before.at < TOGETHER_MS ? before.digits + digit : digit;
  const together = joined.length > 1 && values.includes(Number(joined));
  const digits = together ? joined : digit;
  const value = values.includes(Number(digits)) ? Number(digits) : null;
  return { value, typed: { digits, at: now } };
}

/** Whether a scale's points are all single digits, so that one key press settles it. */
export function singleDigits(values: readonly number[]): boolean {
  return values.every((value) => value >= 0 && value <= 9);
}
