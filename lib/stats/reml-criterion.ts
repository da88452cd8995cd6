import { type ArrowMatrix, arrowMatrix, factorArrow, logDeterminant } from "./arrow-matrix";
import type { Matrix } from "./dense";
import { layOut, type RandomTerm } from "./random-terms";

/** What the REML criterion needs, prepared once per data set. */
export interface RemlProblem {
  n: number;
  /** number of fixed effects */
  p: number;
  terms: readonly RandomTerm[];
  /** unscaled cross products Z'Z, Z'[X y], [X y]'[X y] in arrow shape */
  products: ArrowMatrix;
  /** number of random-effect columns in the corner, before X and y */
  cornerEffects: number;
  ownTermOf: Int32Array[];
  cornerTermOf: Int32Array;
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
  const layout = layOut(terms, n);
  const corner = layout.corner + p + 1;
  const products = arrowMatrix(layout.sizes, corner);
  const own = layout.ownTerms.length;
  const inCorner = layout.cornerTerms.length;
  const columns = new Int32Array(inCorner + p + 1);
  const values = new Float64Array(inCorner + p + 1).fill(1);
  for (let i = 0; i < n; i++) {
    for (let b = 0; b < inCorner; b++) columns[b] = layout.inCorner[i * inCorner + b]!;
    for (let k = 0; k < p; k++) {
      columns[inCorner + k] = layout.corner + k;
      values[inCorner + k] = x[i]![k]!;
    }
    columns[inCorner + p] = layout.corner + p;
    values[inCorner + p] = y[i]!;
    addObservation(products, layout.block[i]!, layout.own.subarray(i * own, (i + 1) * own), {
      columns,
      values,
    });
  }
  return {
    n,
    p,
    terms,
    products,
    cornerEffects: layout.corner,
    ownTermOf: layout.ownTermOf,
    cornerTermOf: layout.cornerTermOf,
  };
}

function addObservation(
  a: ArrowMatrix,
  block: number,
  own: Int32Array,
  corner: { columns: Int32Array; values: Float64Array },
): void {
  const s = a.corner;
  const m = a.sizes[block] ?? 0;
  for (const r of own) {
    for (const q of own) a.blocks[block]![r * m + q]! += 1;
    corner.columns.forEach((c, k) => {
      a.borders[block]![r * s + c]! += corner.values[k]!;
    });
  }
  corner.columns.forEach((c, k) => {
    corner.columns.forEach((d, l) => {
      a.cornerBlock[c * s + d]! += corner.values[k]! * corner.values[l]!;
    });
  });
}

/** Scales the cross products by θ, adds the identity and factors; null when not definite. */
function factorAt(problem: RemlProblem, theta: readonly number[]): ArrowMatrix | null {
  const { products, ownTermOf, cornerTermOf, cornerEffects } = problem;
  const s = products.corner;
  const a = arrowMatrix(products.sizes, s);
  const scale = new Float64Array(s).fill(1);
  for (let c = 0; c < cornerEffects; c++) scale[c] = theta[cornerTermOf[c]!]!;
  for (let i = 0; i < products.sizes.length; i++) {
    const m = products.sizes[i]!;
    for (let r = 0; r < m; r++) {
      const left = theta[ownTermOf[i]![r]!]!;
      for (let q = 0; q <= r; q++) {
        const right = theta[ownTermOf[i]![q]!]!;
        a.blocks[i]![r * m + q] = products.blocks[i]![r * m + q]! * left * right;
      }
      a.blocks[i]![r * m + r]! += 1;
      for (let c = 0; c < s; c++) {
        a.borders[i]![r * s + c] = products.borders[i]![r * s + c]! * left * scale[c]!;
      }
    }
  }
  for (let c = 0; c < s; c++) {
    for (let d = 0; d <= c; d++) {
      a.cornerBlock[c * s + d] = products.cornerBlock[c * s + d]! * scale[c]! * scale[d]!;
    }
    if (c < cornerEffects) a.cornerBlock[c * s + c]! += 1;
  }
  return factorArrow(a) ? a : null;
}

/** Evaluates the parts of the likelihood at θ; null where the factorisation fails. */
export function remlParts(problem: RemlProblem, theta: readonly number[]): RemlParts | null {
  const factor = factorAt(problem, theta);
  if (!factor) return null;
  const { p, cornerEffects: q } = problem;
  const s = factor.corner;
  const l = (r: number, c: number) => factor.cornerBlock[(q + r) * s + q + c]!;
  const rInverse = lowerInverse(p, l);
  const z = Array.from({ length: p }, (_, k) => l(p, k));
  const beta = z.map((_, k) => z.reduce((sum, v, i) => sum + rInverse[i]![k]! * v, 0));
  const unscaledCovariance = rInverse.map((_, i) =>
    rInverse.map((_, j) => rInverse.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  let logDetFixed = 0;
  for (let k = 0; k < p; k++) logDetFixed += 2 * Math.log(l(k, k));
  return {
    logDetRandom: logDeterminant(factor, q),
    logDetFixed,
    rss: l(p, p) ** 2,
    beta,
    unscaledCovariance,
  };
}

/** The inverse of a p × p lower triangle given by its entries. */
function lowerInverse(p: number, l: (r: number, c: number) => number): Matrix {
  const inverse: Matrix = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  for (let c = 0; c < p; c++) {
    inverse[c]![c] = 1 / l(c, c);
    for (let r = c + 1; r < p; r++) {
      let sum = 0;
      for (let k = c; k < r; k++) sum += l(r, k) * inverse[k]![c]!;
      inverse[r]![c] = -sum / l(r, r);
    }
  }
  return inverse;
}

/** −2 log restricted likelihood at θ with σ² profiled out (Bates et al. 2015, equation 42). */
export function profiledCriterion(problem: RemlProblem, theta: readonly number[]): number {
  const parts = remlParts(problem, theta);
  if (!parts) return Number.POSITIVE_INFINITY;
  const df = problem.n - problem.p;
  return (
    parts.logDetRandom + parts.logDetFixed + df * (1 + Math.log((2 * Math.PI * parts.rss) / df))
  );
}

/** −2 log restricted likelihood at (θ, σ), for the information on the variance parameters. */
export function criterionAt(problem: RemlProblem, theta: readonly number[], sigma: number): number {
  const parts = remlParts(problem, theta);
  if (!parts) return Number.POSITIVE_INFINITY;
  const df = problem.n - problem.p;
  return (
    parts.logDetRandom +
    parts.logDetFixed +
    df * Math.log(2 * Math.PI * sigma * sigma) +
    parts.rss / (sigma * sigma)
  );
}
