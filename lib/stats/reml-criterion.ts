import type { Matrix } from "./dense";
import { type RandomEffects, type RandomTerm, randomEffects } from "./random-terms";
import { inverseSubset } from "./sparse/inverse-subset";
import { factorSparse, logDeterminantSparse } from "./sparse/sparse-cholesky";
import { backwardSparse, forwardSparse } from "./sparse/sparse-solve";

/** What the REML criterion needs, prepared once per data set. */
export interface RemlProblem {
  n: number;
  /** number of fixed effects */
  p: number;
  effects: RandomEffects;
  /** entries of Z'Z: where they lie in the panels, and the parameters of their two columns */
  entries: { place: Int32Array; value: Float64Array; row: Int32Array; column: Int32Array };
  /** Z'[X y], columns in order of elimination × (p + 1) */
  cross: Float64Array;
  /** [X y]'[X y] */
  fixed: Matrix;
  /** sum of squares of the ratings about their mean */
  total: number;
  /** room for the factor, written anew by every evaluation */
  panels: Float64Array;
}

/** The parts of the profiled likelihood at one θ = (σ_k / σ). */
export interface RemlParts {
  /** log|Λ'Z'ZΛ + I| */
  logDetRandom: number;
  /** log|R_X|², of the fixed effects' cross product given the random ones */
  logDetFixed: number;
  /** penalised residual sum of squares */
  rss: number;
  beta: number[];
  /** (X'V⁻¹X)⁻¹ / σ² at this θ */
  unscaledCovariance: Matrix;
  /** L⁻¹ΛZ'[X y] */
  solved: Float64Array;
}

/** The parts with their derivatives by every θ. */
export interface RemlSlopes {
  parts: RemlParts;
  /** of both log determinants together */
  logDet: number[];
  rss: number[];
  /** of the unscaled covariance of the fixed effects */
  covariance: Matrix[];
}

/**
 * Prepares a linear mixed model y = Xβ + Σ_k Z_k b_k + ε with random intercepts.
 * @param y n ratings
 * @param x n rows of p fixed-effect values, of full column rank
 */
export function remlProblem(
  y: readonly number[],
  x: Matrix,
  terms: readonly RandomTerm[],
): RemlProblem {
  const n = y.length;
  const p = x[0]!.length;
  const effects = randomEffects(terms, n);
  const cross = new Float64Array(effects.count * (p + 1));
  const fixed: Matrix = Array.from({ length: p + 1 }, () => new Array<number>(p + 1).fill(0));
  for (let i = 0; i < n; i++) {
    const row = [...x[i]!, y[i]!];
    for (let k = 0; k < effects.width; k++) {
      const at = effects.at[i * effects.width + k]! * (p + 1);
      for (let c = 0; c <= p; c++) cross[at + c]! += row[c]!;
    }
    for (let r = 0; r <= p; r++) for (let c = 0; c <= p; c++) fixed[r]![c]! += row[r]! * row[c]!;
  }
  const panels = new Float64Array(effects.cholesky.shape.size);
  const mean = y.reduce((sum, v) => sum + v, 0) / n;
  const total = y.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { n, p, effects, entries: entriesOf(effects, n), cross, fixed, total, panels };
}

/** The non-zero entries of the lower triangle of Z'Z. */
function entriesOf(effects: RandomEffects, n: number): RemlProblem["entries"] {
  const { size } = effects.cholesky.shape;
  const sums = new Float64Array(size);
  const rows = new Uint16Array(size);
  const columns = new Uint16Array(size);
  let next = 0;
  for (let i = 0; i < n; i++) {
    const own = effects.at.subarray(i * effects.width, (i + 1) * effects.width);
    for (let k = 0; k < effects.width; k++) {
      for (let l = 0; l <= k; l++) {
        const place = effects.places[next++]!;
        sums[place]! += 1;
        rows[place] = effects.parameterOf[own[k]!]!;
        columns[place] = effects.parameterOf[own[l]!]!;
      }
    }
  }
  const place = new Int32Array(sums.reduce((count, sum) => count + (sum === 0 ? 0 : 1), 0));
  let at = 0;
  sums.forEach((sum, j) => {
    if (sum !== 0) place[at++] = j;
  });
  return {
    place,
    value: Float64Array.from(place, (j) => sums[j]!),
    row: Int32Array.from(place, (j) => rows[j]!),
    column: Int32Array.from(place, (j) => columns[j]!),
  };
}

/** Evaluates the parts of the likelihood at θ; null where the factorisation fails. */
export function remlParts(problem: RemlProblem, theta: readonly number[]): RemlParts | null {
  const { panels, entries, effects, p } = problem;
  const { cholesky, diagonal, parameterOf, count } = effects;
  panels.fill(0);
  for (let e = 0; e < entries.place.length; e++) {
    const scale = theta[entries.row[e]!]! * theta[entries.column[e]!]!;
    panels[entries.place[e]!] = entries.value[e]! * scale;
  }
  for (let j = 0; j < count; j++) panels[diagonal[j]!]! += 1;
  if (!factorSparse(cholesky, panels)) return null;
  const sides = p + 1;
  const solved = new Float64Array(problem.cross.length);
  for (let j = 0; j < count; j++) {
    const scale = theta[parameterOf[j]!]!;
    for (let c = 0; c < sides; c++) solved[j * sides + c] = problem.cross[j * sides + c]! * scale;
  }
  forwardSparse(cholesky, panels, solved, sides);
  return fixedParts(problem, solved, logDeterminantSparse(cholesky, panels));
}

/** The fixed effects' side: what the random effects leave of [X y]'[X y], and its factor. */
function fixedParts(
  { fixed, p, effects }: RemlProblem,
  solved: Float64Array,
  logDetRandom: number,
): RemlParts | null {
  const sides = p + 1;
  const rest = fixed.map((row) => [...row]);
  for (let j = 0; j < effects.count; j++) {
    const at = j * sides;
    for (let r = 0; r < sides; r++) {
      const value = solved[at + r]!;
      for (let c = 0; c <= r; c++) rest[r]![c]! -= value * solved[at + c]!;
    }
  }
  const l = lowerFactor(rest);
  if (!l) return null;
  const rInverse = lowerInverse(l, p);
  const z = l[p]!;
  const columns = Array.from({ length: p }, (_, k) => k);
  const beta = columns.map((k) => columns.reduce((sum, i) => sum + rInverse[i]![k]! * z[i]!, 0));
  const unscaledCovariance = columns.map((i) =>
    columns.map((j) => rInverse.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  const logDetFixed = columns.reduce((sum, k) => sum + 2 * Math.log(l[k]![k]!), 0);
  return { logDetRandom, logDetFixed, rss: z[p]! ** 2, beta, unscaledCovariance, solved };
}

/** The Cholesky factor of a small matrix; null where it is not positive definite. */
function lowerFactor(a: Matrix): Matrix | null {
  const l = a.map((row) => row.map(() => 0));
  for (let r = 0; r < a.length; r++) {
    for (let c = 0; c <= r; c++) {
      let sum = a[r]![c]!;
      for (let k = 0; k < c; k++) sum -= l[r]![k]! * l[c]![k]!;
      if (c < r) l[r]![c] = sum / l[c]![c]!;
      else if (sum > 0) l[r]![r] = Math.sqrt(sum);
      else return null;
    }
  }
  return l;
}

/** The inverse of the first p rows and columns of a lower triangle. */
function lowerInverse(l: Matrix, p: number): Matrix {
  const inverse: Matrix = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  for (let c = 0; c < p; c++) {
    inverse[c]![c] = 1 / l[c]![c]!;
    for (let r = c + 1; r < p; r++) {
      let sum = 0;
      for (let k = c; k < r; k++) sum += l[r]![k]! * inverse[k]![c]!;
      inverse[r]![c] = -sum / l[r]![r]!;
    }
  }
  return inverse;
}

/**
 * The parts with their exact derivatives. With M = ΛZ'ZΛ + I, W = M⁻¹ΛZ'X, u = M⁻¹ΛZ'(y − Xβ) and
 * C = (X'V⁻¹X)⁻¹, all sums over the columns j of one parameter:
 * ∂log|M| = 2/θ Σ (1 − M⁻¹_jj), ∂log|X'V⁻¹X| = −2/θ Σ w_j'C w_j, ∂rss = −2/θ Σ u_j²,
 * ∂C = 2/θ · C(Σ w_j w_j')C. (From Z'V⁻¹a = θ⁻¹M⁻¹ΛZ'a; the criterion is even in θ, so that all are
 * zero at θ = 0.)
 */
export function remlSlopes(problem: RemlProblem, theta: readonly number[]): RemlSlopes | null {
  const parts = remlParts(problem, theta);
  if (!parts) return null;
  const { effects, p, panels } = problem;
  const w = parts.solved.slice();
  backwardSparse(effects.cholesky, panels, w, p + 1);
  const z = inverseSubset(effects.cholesky, panels);
  const count = theta.length;
  const trace = new Array<number>(count).fill(0);
  const squares = new Array<number>(count).fill(0);
  const products = theta.map(() => Array.from({ length: p }, () => new Array<number>(p).fill(0)));
  for (let j = 0; j < effects.count; j++) {
    const k = effects.parameterOf[j]!;
    const at = j * (p + 1);
    trace[k]! += 1 - z[effects.diagonal[j]!]!;
    let u = w[at + p]!;
    for (let c = 0; c < p; c++) u -= w[at + c]! * parts.beta[c]!;
    squares[k]! += u * u;
    const own = products[k]!;
    for (let r = 0; r < p; r++) for (let c = 0; c < p; c++) own[r]![c]! += w[at + r]! * w[at + c]!;
  }
  const c = parts.unscaledCovariance;
  const twice = theta.map((value) => (value === 0 ? 0 : 2 / value));
  const traceOfFixed = products.map((own) =>
    own.reduce((sum, row, r) => sum + row.reduce((inner, v, s) => inner + v * c[r]![s]!, 0), 0),
  );
  return {
    parts,
    logDet: twice.map((by, k) => by * (trace[k]! - traceOfFixed[k]!)),
    rss: twice.map((by, k) => -by * squares[k]!),
    covariance: twice.map((by, k) => sandwich(c, products[k]!, by)),
  };
}

/** by · C·A·C */
function sandwich(c: Matrix, a: Matrix, by: number): Matrix {
  const left = c.map((row) => a.map((_, j) => row.reduce((sum, v, k) => sum + v * a[k]![j]!, 0)));
  return left.map((row) => c.map((_, j) => by * row.reduce((sum, v, k) => sum + v * c[k]![j]!, 0)));
}

/** −2 log restricted likelihood with σ² profiled out (Bates et al. 2015, equation 42). */
export function profiledCriterion(problem: RemlProblem, parts: RemlParts | null): number {
  if (!parts) return Number.POSITIVE_INFINITY;
  const df = problem.n - problem.p;
  return (
    parts.logDetRandom + parts.logDetFixed + df * (1 + Math.log((2 * Math.PI * parts.rss) / df))
  );
}
