/**
 * The logit link of cumulative models, per rating, computed without cancellation.
 * With a = τ_j − η (upper threshold, +∞ for the top category) and b = τ_{j−1} − η:
 * P(y = j) = F(a) − F(b) = F(a)·(1 − F(b))·(1 − e^{b−a}), F the logistic function.
 * Its derivatives by η are exact and simple: d log P/dη = F(a) + F(b) − 1 and
 * −d² log P/dη² = f(a) + f(b), always positive.
 */
export interface LogitTerms {
  /** log P */
  logP: number;
  /** d log P / dη */
  slope: number;
  /** −d² log P / dη² */
  weight: number;
  /** d weight / dη */
  weightSlope: number;
  /** d log P by the upper and by the lower threshold (0 where there is none) */
  byUpper: number;
  byLower: number;
  /** f and f' at the upper and the lower bound (0 where there is none) */
  fUpper: number;
  fLower: number;
  dfUpper: number;
  dfLower: number;
}

/** The logistic function 1/(1 + e^{−x}). */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** An empty record for `logitTerms` to fill; one is reused for many ratings. */
export function logitRecord(): LogitTerms {
  return {
    logP: 0,
    slope: 0,
    weight: 0,
    weightSlope: 0,
    byUpper: 0,
    byLower: 0,
    fUpper: 0,
    fLower: 0,
    dfUpper: 0,
    dfLower: 0,
  };
}

/** Fills `out` for one rating between the bounds a > b (±Infinity at the ends). */
export function logitTerms(a: number, b: number, out: LogitTerms): void {
  const upper = logistic(a);
  const lower = logistic(b);
  const fUpper = upper * logistic(-a);
  const fLower = lower * logistic(-b);
  const gap = a - b;
  const odds = gap < Infinity ? 1 / Math.expm1(gap) : 0;
  out.fUpper = fUpper;
  out.fLower = fLower;
  out.dfUpper = fUpper * (1 - 2 * upper);
  out.dfLower = fLower * (1 - 2 * lower);
  out.slope = upper + lower - 1;
  out.weight = fUpper + fLower;
  out.weightSlope = -(out.dfUpper + out.dfLower);
  out.byUpper = a < Infinity ? 1 - upper + odds : 0;
  out.byLower = b > -Infinity ? -lower - odds : 0;
  // log F(x) = −log(1 + e^{−x}), taken from the side that does not overflow
  const logUpper = a > 0 ? -Math.log1p(Math.exp(-a)) : a - Math.log1p(Math.exp(a));
  const logAbove = b < 0 ? -Math.log1p(Math.exp(b)) : -b - Math.log1p(Math.exp(-b));
  out.logP =
    (a < Infinity ? logUpper : 0) +
    (b > -Infinity ? logAbove : 0) +
    (gap < Infinity ? Math.log(-Math.expm1(-gap)) : 0);
}
