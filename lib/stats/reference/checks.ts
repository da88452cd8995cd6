/** One published or computed number and what this code gives for it. */
export interface Check {
  name: string;
  expected: number;
  got: number;
  /** decimals to which both are compared: those of the expected number */
  decimals: number;
  passed: boolean;
}

/** The checks of one example, with its source. */
export interface CheckGroup {
  title: string;
  source: string;
  checks: Check[];
}

/** Decimals with which a number is written, also in 1.2e-5 notation. */
export function decimalsOf(value: number): number {
  const [digits, exponent] = String(value).split("e") as [string, string | undefined];
  const after = digits.split(".")[1]?.length ?? 0;
  return Math.max(0, after - Number(exponent ?? 0));
}

/**
 * Compares to the printed digits: the difference is at most half of the last one. Whole numbers
 * are compared to 6 decimals unless `decimals` says how they are printed.
 */
export function check(name: string, expected: number, got: number, decimals?: number): Check {
  const own = decimalsOf(expected);
  // a double holds no more than 15 decimals here
  const printed = decimals ?? (own === 0 ? 6 : Math.min(own, 15));
  // a sliver above one half: the expected value was itself rounded in floating point
  const passed = Math.abs(got - expected) <= 0.5000001 * 10 ** -printed;
  return { name, expected, got, decimals: printed, passed };
}

/** Checks of two lists of one length; a missing value fails. */
export function checkList(
  name: string,
  expected: readonly number[],
  got: readonly number[],
): Check[] {
  return expected.map((value, i) => check(`${name} [${i + 1}]`, value, got[i] ?? Number.NaN));
}
