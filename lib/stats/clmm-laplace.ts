import type { Matrix } from "./dense";
import { logitRecord, logitTerms } from "./ordinal-likelihood";
import { type RandomEffects, type RandomTerm, randomEffects } from "./random-terms";
import { factorSparse, logDeterminantSparse } from "./sparse/sparse-cholesky";
import { solveSparse } from "./sparse/sparse-solve";

/** A cumulative link mixed model, prepared for one data set. */
export interface OrdinalProblem {
  n: number;
  /** category of each rating, 0 … categories − 1, every category occurring */
  category: Int32Array;
  categories: number;
  x: Matrix;
  p: number;
  effects: RandomEffects;
  /** the mode of the last evaluation, kept as the start of the next */
  mode: Float64Array;
  /** the last parameters with their mode, so that value and gradient share one search */
  last: { key: string; mode: Mode } | null;
  /** the last factored curvature: near the next one, and good enough for most of its steps */
  panels: Float64Array;
  factored: boolean;
}

/** Thresholds, effects and standard deviations as one vector: (τ, β, σ). */
export interface OrdinalParameters {
  tau: readonly number[];
  beta: readonly number[];
  sigma: readonly number[];
}

/** Prepares the model: random effects placed in order of elimination. */
export function ordinalProblem(
  category: Int32Array,
  categories: number,
  x: Matrix,
  terms: readonly RandomTerm[],
): OrdinalProblem {
  const n = category.length;
  const effects = randomEffects(terms, n);
  return {
    ...{ n, category, categories, x, p: x[0]?.length ?? 0, effects },
    mode: new Float64Array(effects.count),
    last: null,
    panels: new Float64Array(effects.cholesky.shape.size),
    factored: false,
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
  { effects }: OrdinalProblem,
  fixed: Float64Array,
  sigma: readonly number[],
  u: Float64Array,
  i: number,
): number {
  const { width, at, parameterOf } = effects;
  let eta = fixed[i]!;
  for (let k = 0; k < width; k++) {
    const column = at[i * width + k]!;
    eta += sigma[parameterOf[column]!]! * u[column]!;
  }
  return eta;
}

/** The threshold above the category of observation i, minus η; +∞ for the top category. */
export function upperBound(
  { category, categories }: OrdinalProblem,
  tau: readonly number[],
  eta: number,
  i: number,
): number {
  const j = category[i]!;
  return j === categories - 1 ? Number.POSITIVE_INFINITY : tau[j]! - eta;
}

/** The threshold below the category of observation i, minus η; −∞ for the lowest category. */
export function lowerBound(
  { category }: OrdinalProblem,
  tau: readonly number[],
  eta: number,
  i: number,
): number {
  const j = category[i]!;
  return j === 0 ? Number.NEGATIVE_INFINITY : tau[j - 1]! - eta;
}

/** The mode of the random effects with the factored curvature H = I + Σ w a a' there. */
export interface Mode {
  u: Float64Array;
  fixed: Float64Array;
  value: number;
  /** panels of the factor; overwritten by the next search */
  factor: Float64Array;
}

/** The penalised log-likelihood Σ log P − ½u'u at u, its gradient Σ g a − u, and each weight w. */
interface Score {
  value: number;
  gradient: Float64Array;
  weight: Float64Array;
}

function scoreAt(
  problem: OrdinalProblem,
  { tau, sigma }: OrdinalParameters,
  fixed: Float64Array,
  u: Float64Array,
): Score {
  const { width, at, parameterOf, count } = problem.effects;
  const gradient = new Float64Array(count);
  const weight = new Float64Array(problem.n);
  const record = logitRecord();
  let value = 0;
  for (let k = 0; k < count; k++) {
    gradient[k] = -u[k]!;
    value -= 0.5 * u[k]! * u[k]!;
  }
  for (let i = 0; i < problem.n; i++) {
    const eta = etaAt(problem, fixed, sigma, u, i);
    logitTerms(upperBound(problem, tau, eta, i), lowerBound(problem, tau, eta, i), record);
    value += record.logP;
    weight[i] = record.weight;
    for (let k = 0; k < width; k++) {
      const column = at[i * width + k]!;
      gradient[column]! += sigma[parameterOf[column]!]! * record.slope;
    }
  }
  return { value, gradient, weight };
}

/** Writes H = I + Σ w a a' into the problem's panels and factors it; false when it is not definite. */
function factorCurvature(
  { effects, n, panels }: OrdinalProblem,
  sigma: readonly number[],
  weight: Float64Array,
): boolean {
  const { width, at, parameterOf, places, diagonal, count, cholesky } = effects;
  panels.fill(0);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < width; k++) {
      const left = weight[i]! * sigma[parameterOf[at[i * width + k]!]!]!;
      for (let l = 0; l <= k; l++) {
        panels[places[next++]!]! += left * sigma[parameterOf[at[i * width + l]!]!]!;
      }
    }
  }
  for (let j = 0; j < count; j++) panels[diagonal[j]!]! += 1;
  return factorSparse(cholesky, panels);
}

/**
 * Finds the mode of the random effects by Newton steps with halving; the function is concave.
 * The mode of the last parameters is kept and is the start for the next.
 * Returns null when it cannot be found (values beyond the numbers' range).
 */
export function findMode(problem: OrdinalProblem, parameters: OrdinalParameters): Mode | null {
  const key = [...parameters.tau, ...parameters.beta, ...parameters.sigma].join();
  if (problem.last?.key === key) return problem.last.mode;
  problem.last = null;
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
  problem.factored = false;
  return newton(problem, parameters);
}

/**
 * Newton steps with the curvature of before, as long as each makes the gradient ten times smaller;
 * then with the one at hand. The curvature at the mode is factored in any case.
 */
function newton(problem: OrdinalProblem, parameters: OrdinalParameters): Mode | null {
  const { sigma } = parameters;
  const { cholesky } = problem.effects;
  const fixed = fixedPart(problem, parameters.beta);
  let u: Float64Array = Float64Array.from(problem.mode);
  let here = scoreAt(problem, parameters, fixed, u);
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 100; round++) {
    const { value, gradient, weight } = here;
    if (!Number.isFinite(value)) return null;
    let size = 0;
    for (const g of gradient) size = Math.max(size, Math.abs(g));
    const fresh = !problem.factored || size > 0.1 * before;
    if (fresh || size < 1e-9) problem.factored = factorCurvature(problem, sigma, weight);
    if (!problem.factored) return null;
    const found = { u, fixed, value, factor: problem.panels };
    if (size < 1e-9) return found;
    solveSparse(cholesky, problem.panels, gradient);
    const step = halved(problem, parameters, fixed, u, gradient, value);
    if (!step) {
      if (!fresh) {
        before = 0;
        here = scoreAt(problem, parameters, fixed, u);
        continue;
      }
      return size < 1e-5 ? found : null;
    }
    before = size;
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
): { u: Float64Array; at: Score } | null {
  for (let t = 1; t > 1e-6; t /= 2) {
    const next = u.map((v, k) => v + t * direction[k]!);
    const at = scoreAt(problem, parameters, fixed, next);
    if (at.value >= value - 1e-11 * Math.abs(value)) return { u: next, at };
  }
  return null;
}

/** −log of the Laplace-approximated likelihood: −(Σ log P − ½u'u) + ½ log|H| at the mode. */
export function laplace(problem: OrdinalProblem, v: readonly number[]): number {
  const parameters = splitParameters(problem, v);
  const mode = parameters && findMode(problem, parameters);
  if (!mode) return Number.POSITIVE_INFINITY;
  return -mode.value + 0.5 * logDeterminantSparse(problem.effects.cholesky, mode.factor);
}
