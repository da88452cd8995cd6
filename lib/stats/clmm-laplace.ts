import {
  type ArrowMatrix,
  arrowMatrix,
  factorArrow,
  logDeterminant,
  solveArrow,
} from "./arrow-matrix";
import type { Matrix } from "./dense";
import { logitRecord, logitTerms } from "./ordinal-likelihood";
import { type Layout, layOut, type RandomTerm } from "./random-terms";

/** A cumulative link mixed model, prepared for one data set. */
export interface OrdinalProblem {
  n: number;
  /** category of each rating, 0 … categories − 1, every category occurring */
  category: Int32Array;
  categories: number;
  x: Matrix;
  p: number;
  terms: readonly RandomTerm[];
  layout: Layout;
  /** position in u of the random effect of observation i and term k: at[i * terms.length + k] */
  at: Int32Array;
  /** number of random effects */
  q: number;
  /** the mode of the last evaluation, kept as the start of the next */
  mode: Float64Array;
  /** the last parameters with their mode, so that value and gradient share one search */
  last: { key: string; mode: Mode } | null;
}

/** Thresholds, effects and standard deviations as one vector: (τ, β, σ). */
export interface OrdinalParameters {
  tau: readonly number[];
  beta: readonly number[];
  sigma: readonly number[];
}

/** Prepares the model: random effects placed in arrow order. */
export function ordinalProblem(
  category: Int32Array,
  categories: number,
  x: Matrix,
  terms: readonly RandomTerm[],
): OrdinalProblem {
  const n = category.length;
  const layout = layOut(terms, n);
  const starts: number[] = [];
  let total = 0;
  for (const size of layout.sizes) {
    starts.push(total);
    total += size;
  }
  const at = new Int32Array(n * terms.length);
  for (let i = 0; i < n; i++) {
    layout.ownTerms.forEach((term, a) => {
      const column = layout.own[i * layout.ownTerms.length + a]!;
      at[i * terms.length + term] = starts[layout.block[i]!]! + column;
    });
    layout.cornerTerms.forEach((term, b) => {
      at[i * terms.length + term] = total + layout.inCorner[i * layout.cornerTerms.length + b]!;
    });
  }
  const q = total + layout.corner;
  const p = x[0]?.length ?? 0;
  return {
    n,
    category,
    categories,
    x,
    p,
    terms,
    layout,
    at,
    q,
    mode: new Float64Array(q),
    last: null,
  };
}

/** Splits (τ, β, σ); null when the thresholds do not rise. */
export function splitParameters(
  problem: OrdinalProblem,
  v: readonly number[],
): OrdinalParameters | null {
  const k = problem.categories - 1;
  for (let j = 1; j < k; j++) if (!(v[j]! > v[j - 1]!)) return null;
  return { tau: v.slice(0, k), beta: v.slice(k, k + problem.p), sigma: v.slice(k + problem.p) };
}

/** Fixed part of η for every rating. */
function fixedPart(problem: OrdinalProblem, beta: readonly number[]): Float64Array {
  const eta = new Float64Array(problem.n);
  for (let i = 0; i < problem.n; i++) {
    let sum = 0;
    for (let k = 0; k < problem.p; k++) sum += problem.x[i]![k]! * beta[k]!;
    eta[i] = sum;
  }
  return eta;
}

/** η of observation i at the random effects u. */
export function etaAt(
  problem: OrdinalProblem,
  fixed: Float64Array,
  sigma: readonly number[],
  u: Float64Array,
  i: number,
): number {
  const width = problem.terms.length;
  let eta = fixed[i]!;
  for (let k = 0; k < width; k++) eta += sigma[k]! * u[problem.at[i * width + k]!]!;
  return eta;
}

/** The bounds a, b of observation i at η. */
export function bounds(
  problem: OrdinalProblem,
  tau: readonly number[],
  eta: number,
  i: number,
): [number, number] {
  const j = problem.category[i]!;
  const a = j === problem.categories - 1 ? Number.POSITIVE_INFINITY : tau[j]! - eta;
  const b = j === 0 ? Number.NEGATIVE_INFINITY : tau[j - 1]! - eta;
  return [a, b];
}

/** The mode of the random effects with the factored curvature H = I + Σ w a a' there. */
export interface Mode {
  u: Float64Array;
  fixed: Float64Array;
  value: number;
  factor: ArrowMatrix;
}

/** Adds weight·a·a' of observation i to H. */
function addCurvature(
  problem: OrdinalProblem,
  h: ArrowMatrix,
  sigma: readonly number[],
  i: number,
  weight: number,
): void {
  const { layout } = problem;
  const own = layout.ownTerms.length;
  const far = layout.cornerTerms.length;
  const block = layout.block[i]!;
  const m = h.sizes[block]!;
  const s = h.corner;
  for (let a = 0; a < own; a++) {
    const r = layout.own[i * own + a]!;
    const left = weight * sigma[layout.ownTerms[a]!]!;
    for (let b = 0; b < own; b++) {
      const c = layout.own[i * own + b]!;
      if (c <= r) h.blocks[block]![r * m + c]! += left * sigma[layout.ownTerms[b]!]!;
    }
    for (let b = 0; b < far; b++) {
      const c = layout.inCorner[i * far + b]!;
      h.borders[block]![r * s + c]! += left * sigma[layout.cornerTerms[b]!]!;
    }
  }
  for (let a = 0; a < far; a++) {
    const r = layout.inCorner[i * far + a]!;
    const left = weight * sigma[layout.cornerTerms[a]!]!;
    for (let b = 0; b < far; b++) {
      const c = layout.inCorner[i * far + b]!;
      if (c <= r) h.cornerBlock[r * s + c]! += left * sigma[layout.cornerTerms[b]!]!;
    }
  }
}

/** The penalised log-likelihood Σ log P − ½u'u at u, its gradient Σ g a − u, and H = I + Σ w a a'. */
interface Curvature {
  value: number;
  h: ArrowMatrix;
  gradient: Float64Array;
}

function curvature(
  problem: OrdinalProblem,
  { tau, sigma }: OrdinalParameters,
  fixed: Float64Array,
  u: Float64Array,
): Curvature {
  const h = arrowMatrix(problem.layout.sizes, problem.layout.corner);
  const width = problem.terms.length;
  const gradient = new Float64Array(problem.q);
  const record = logitRecord();
  let value = 0;
  for (let k = 0; k < problem.q; k++) {
    gradient[k] = -u[k]!;
    value -= 0.5 * u[k]! * u[k]!;
  }
  for (let i = 0; i < problem.n; i++) {
    const [a, b] = bounds(problem, tau, etaAt(problem, fixed, sigma, u, i), i);
    logitTerms(a, b, record);
    value += record.logP;
    for (let k = 0; k < width; k++) {
      gradient[problem.at[i * width + k]!]! += sigma[k]! * record.slope;
    }
    addCurvature(problem, h, sigma, i, record.weight);
  }
  h.sizes.forEach((m, i) => {
    for (let r = 0; r < m; r++) h.blocks[i]![r * m + r]! += 1;
  });
  for (let r = 0; r < h.corner; r++) h.cornerBlock[r * h.corner + r]! += 1;
  return { value, h, gradient };
}

/**
 * Finds the mode of the random effects by Newton steps with halving; the function is concave.
 * The mode of the last parameters is kept and is the start for the next.
 * Returns null when it cannot be found (values beyond the numbers' range).
 */
export function findMode(problem: OrdinalProblem, parameters: OrdinalParameters): Mode | null {
  const key = [...parameters.tau, ...parameters.beta, ...parameters.sigma].join();
  if (problem.last?.key === key) return problem.last.mode;
  const mode = newton(problem, parameters) ?? fromZero(problem, parameters);
  if (mode) {
    problem.mode.set(mode.u);
    problem.last = { key, mode };
  }
  return mode;
}

/** The search once more from zero, when the kept mode was no use. */
function fromZero(problem: OrdinalProblem, parameters: OrdinalParameters): Mode | null {
  if (problem.mode.every((v) => v === 0)) return null;
  problem.mode.fill(0);
  return newton(problem, parameters);
}

function newton(problem: OrdinalProblem, parameters: OrdinalParameters): Mode | null {
  const fixed = fixedPart(problem, parameters.beta);
  let u: Float64Array = Float64Array.from(problem.mode);
  let here = curvature(problem, parameters, fixed, u);
  for (let round = 0; round < 100; round++) {
    const { value, h: factor, gradient } = here;
    if (!Number.isFinite(value) || !factorArrow(factor)) return null;
    const size = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    if (size < 1e-9) return { u, fixed, value, factor };
    solveArrow(factor, gradient);
    const step = halved(problem, parameters, fixed, u, gradient, value);
    if (!step) return size < 1e-5 ? { u, fixed, value, factor } : null;
    u = step.u;
    here = step.at;
  }
  return null;
}

/** The first of the full, half, quarter … step that does not lower the function. */
function halved(
  problem: OrdinalProblem,
  parameters: OrdinalParameters,
  fixed: Float64Array,
  u: Float64Array,
  direction: Float64Array,
  value: number,
): { u: Float64Array; at: Curvature } | null {
  for (let t = 1; t > 1e-6; t /= 2) {
    const next = u.map((v, k) => v + t * direction[k]!);
    const at = curvature(problem, parameters, fixed, next);
    if (at.value >= value - 1e-11 * Math.abs(value)) return { u: next, at };
  }
  return null;
}

/** −log of the Laplace-approximated likelihood: −(Σ log P − ½u'u) + ½ log|H| at the mode. */
export function laplace(problem: OrdinalProblem, v: readonly number[]): number {
  const parameters = splitParameters(problem, v);
  const mode = parameters && findMode(problem, parameters);
  return mode ? -mode.value + 0.5 * logDeterminant(mode.factor) : Number.POSITIVE_INFINITY;
}
