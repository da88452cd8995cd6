import { InputError } from "@/lib/shared/invariant";
import { mean } from "./descriptive";
import { fAbove, fPoint } from "./distributions";

/** An intraclass correlation with its interval. */
export interface IccValue {
  name: "ICC(1,1)" | "ICC(2,1)" | "ICC(3,1)" | "ICC(1,k)" | "ICC(2,k)" | "ICC(3,k)";
  /** what it says, in one sentence */
  meaning: string;
  value: number;
  /** null where the F quantiles leave the numbers' range (a handful of ratings) */
  interval: { low: number; high: number; level: number } | null;
}

/** Mean squares of a complete targets × judges table and the six coefficients. */
export interface Icc {
  targets: number;
  judges: number;
  meanSquares: { between: number; within: number; judges: number; error: number };
  /** Satterthwaite's v of the interval of ICC(2,1) */
  agreementDf: number;
  /** F of the targets, two-way, and its p-value */
  f: number;
  p: number;
  values: IccValue[];
}

const meanings = {
  "ICC(1,1)": "one rating, each target rated by other judges",
  "ICC(2,1)": "agreement of single ratings, judges a sample",
  "ICC(3,1)": "consistency of single ratings, these judges only",
  "ICC(1,k)": "mean of k ratings, each target rated by other judges",
  "ICC(2,k)": "agreement of the mean of k judges, judges a sample",
  "ICC(3,k)": "consistency of the mean of these k judges",
} as const;

/**
 * The six intraclass correlations of Shrout & Fleiss (1979) with their intervals, from a complete
 * two-way table (for a study: stimuli × participants).
 * @param table one row per target, one value per judge
 * @returns null when all values are equal, or error or target spread leaves nothing to estimate
 * @throws InputError with fewer than 2 targets or judges, or rows of unequal length
 */
export function icc(table: readonly (readonly number[])[], level = 0.95): Icc | null {
  const n = table.length;
  const k = table[0]?.length ?? 0;
  if (n < 2 || k < 2) {
    throw new InputError(`icc: expected at least 2 targets and 2 judges, got ${n} and ${k}`);
  }
  if (table.some((row) => row.length !== k)) {
    throw new InputError("icc: expected a complete table, every judge rating every target");
  }
  const meanSquares = twoWayMeanSquares(table);
  const { between: b, within: w, error: e } = meanSquares;
  if (!(b > 1e-12 && w > 1e-12 && e > 1e-12)) return null;
  return {
    targets: n,
    judges: k,
    meanSquares,
    agreementDf: agreementDf(meanSquares, agreement(meanSquares, n, k), n, k),
    f: b / e,
    p: fAbove(b / e, n - 1, (n - 1) * (k - 1)),
    values: coefficients(meanSquares, n, k, level),
  };
}

function twoWayMeanSquares(table: readonly (readonly number[])[]) {
  const n = table.length;
  const k = table[0]!.length;
  const grand = mean(table.flat());
  const rows = table.map((row) => mean(row));
  const columns = table[0]!.map((_, j) => mean(table.map((row) => row[j]!)));
  const sum = (values: number[], centre: number) =>
    values.reduce((total, v) => total + (v - centre) ** 2, 0);
  const ssBetween = k * sum(rows, grand);
  const ssJudges = n * sum(columns, grand);
  const ssWithin = table.reduce((total, row, i) => total + sum([...row], rows[i]!), 0);
  return {
    between: ssBetween / (n - 1),
    within: ssWithin / (n * (k - 1)),
    judges: ssJudges / (k - 1),
    error: (ssWithin - ssJudges) / ((n - 1) * (k - 1)),
  };
}

function coefficients(ms: Icc["meanSquares"], n: number, k: number, level: number): IccValue[] {
  const { between: b, within: w, judges: j, error: e } = ms;
  const upper = (1 + level) / 2;
  const one = oneWay(b / w, n, n * (k - 1), k, upper);
  const three = oneWay(b / e, n, (n - 1) * (k - 1), k, upper);
  const single2 = agreement(ms, n, k);
  const two = agreementInterval(ms, single2, n, k, upper);
  const up = (r: number) => (k * r) / (1 + r * (k - 1));
  const make = (name: IccValue["name"], value: number, low: number, high: number): IccValue => ({
    name,
    meaning: meanings[name],
    value,
    interval: Number.isFinite(low) && Number.isFinite(high) ? { low, high, level } : null,
  });
  return [
    make("ICC(1,1)", (b - w) / (b + (k - 1) * w), one.low, one.high),
    make("ICC(2,1)", single2, two.low, two.high),
    make("ICC(3,1)", (b - e) / (b + (k - 1) * e), three.low, three.high),
    make("ICC(1,k)", (b - w) / b, up(one.low), up(one.high)),
    make("ICC(2,k)", (b - e) / (b + (j - e) / n), up(two.low), up(two.high)),
    make("ICC(3,k)", (b - e) / b, up(three.low), up(three.high)),
  ];
}

/** Interval of a one-way or consistency coefficient from its F (Shrout & Fleiss, p. 424). */
function oneWay(f: number, n: number, dfError: number, k: number, upper: number) {
  const low = f / fPoint(upper, n - 1, dfError);
  const high = f * fPoint(upper, dfError, n - 1);
  return { low: (low - 1) / (low + k - 1), high: (high - 1) / (high + k - 1) };
}

/** Interval of ICC(2,1) with Satterthwaite's v (Shrout & Fleiss, p. 424). */
function agreementInterval(
  ms: Icc["meanSquares"],
  rho: number,
  n: number,
  k: number,
  upper: number,
) {
  const { between: b, judges: j, error: e } = ms;
  const v = agreementDf(ms, rho, n, k);
  const fHigh = fPoint(upper, n - 1, v);
  const fLow = fPoint(upper, v, n - 1);
  const rest = k * j + (k * n - k - n) * e;
  return {
    low: (n * (b - fHigh * e)) / (fHigh * rest + n * b),
    high: (n * (fLow * b - e)) / (rest + n * fLow * b),
  };
}

/** ICC(2,1) = (BMS − EMS)/(BMS + (k − 1)EMS + k(JMS − EMS)/n). */
function agreement({ between: b, judges: j, error: e }: Icc["meanSquares"], n: number, k: number) {
  return (b - e) / (b + (k - 1) * e + (k * (j - e)) / n);
}

function agreementDf(
  { judges: j, error: e }: Icc["meanSquares"],
  rho: number,
  n: number,
  k: number,
): number {
  const fj = j / e;
  const inner = n * (1 + (k - 1) * rho) - k * rho;
  return (
    ((k - 1) * (n - 1) * (k * rho * fj + inner) ** 2) /
    ((n - 1) * k * k * rho * rho * fj * fj + inner ** 2)
  );
}
