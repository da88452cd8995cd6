import { InputError } from "@/lib/shared/invariant";
import { laplaceGradient } from "./clmm-gradient";
import { laplace, type OrdinalProblem, ordinalProblem } from "./clmm-laplace";
import { inverse, type Matrix, symmetricEigen, times } from "./dense";
import { normalPoint, normalTwoSided } from "./distributions";
import { hessianOfGradient, minimise } from "./minimise";
import type { RandomTerm } from "./random-terms";

/** A coefficient with its standard error; null where the data give none. */
export interface Coefficient {
  name: string;
  estimate: number;
  se: number | null;
  z: number | null;
  p: number | null;
}

/** A fitted cumulative link (mixed) model with logit link and flexible thresholds. */
export interface OrdinalFit {
  n: number;
  /** the rating of each category, lowest first; categories that never occur are left out */
  categories: number[];
  thresholds: Coefficient[];
  effects: Coefficient[];
  components: { name: string; sd: number; variance: number; levels: number }[];
  logLik: number;
  /** covariance of the effects (β); null when the Hessian is not positive definite */
  covariance: Matrix | null;
  zeroTerms: string[];
  /** terms whose variance grows without end: the ratings are too few or too regular */
  endlessTerms: string[];
  /** a variance at zero, an effect without bound, or a Hessian that is not positive definite */
  singular: boolean;
  /** each problem in a sentence; empty when there is none */
  problems: string[];
  converged: boolean;
}

/** An effect this far on the logit scale has no finite estimate: its ratings are all at one end. */
const UNBOUNDED = 12;

/**
 * Fits P(rating ≤ j) = logistic(τ_j − xβ − Σ_k b_k) with crossed random intercepts by a true
 * Laplace approximation (joint mode and curvature of all random effects), as R's ordinal::clmm
 * (Christensen 2019). Without terms it is the fixed-effects model of ordinal::clm.
 * Standard errors come from the Hessian of the approximated log-likelihood.
 * @param ratings any numbers; their distinct values in rising order are the categories
 * @param x one row of effects per rating, without an intercept (the thresholds hold it)
 * @throws InputError when all ratings are equal
 */
export function fitOrdinal(
  ratings: readonly number[],
  x: Matrix,
  names: readonly string[],
  terms: readonly RandomTerm[] = [],
): OrdinalFit {
  const categories = [...new Set(ratings)].sort((a, b) => a - b);
  if (categories.length < 2) {
    throw new InputError(
      `ordinal model: expected at least two different ratings, got only ${categories[0] ?? "none"}`,
    );
  }
  const rank = new Map(categories.map((value, j) => [value, j]));
  const category = Int32Array.from(ratings, (rating) => rank.get(rating)!);
  const plain = ordinalProblem(category, categories.length, x, []);
  const fixed = minimise(
    (v) => laplace(plain, v),
    startingPoint(plain),
    (v) => laplaceGradient(plain, v),
    { tolerance: 1e-6 },
  );
  const problem = ordinalProblem(category, categories.length, x, terms);
  const solution =
    terms.length === 0 ? { v: fixed.x, converged: fixed.converged } : mixed(problem, fixed.x);
  return summarise(problem, solution, categories, names);
}

/** Thresholds at the observed log odds, no effects, all standard deviations at 1/2. */
function startingPoint(problem: OrdinalProblem): number[] {
  const counts = new Array<number>(problem.categories).fill(0);
  for (const j of problem.category) counts[j]!++;
  let below = 0;
  const tau = counts.slice(0, -1).map((count) => {
    below += count;
    return Math.log(below / (problem.n - below));
  });
  return [...tau, ...new Array<number>(problem.p).fill(0)];
}

/** Minimises over (τ, β, σ) from the fixed-effects solution, then settles variances at zero. */
function mixed(problem: OrdinalProblem, fixed: number[]): { v: number[]; converged: boolean } {
  const count = problem.effects.parameters.length;
  const start = [...fixed.map((v) => 1.15 * v), ...new Array<number>(count).fill(0.6)];
  const all = start.map((_, i) => i);
  const first = minimiseFree(problem, start, all);
  let { v } = first;
  const base = fixed.length;
  for (let k = 0; k < count; k++) v[base + k] = Math.abs(v[base + k]!);
  let value = first.value;
  let { converged } = first;
  const order = problem.effects.parameters
    .map((_, k) => k)
    .sort((a, b) => v[base + a]! - v[base + b]!);
  const free = new Set(all);
  for (const k of order) {
    if (v[base + k]! > 0.1) break;
    free.delete(base + k);
    const at = v.map((entry, i) => (i === base + k ? 0 : entry));
    const again = minimiseFree(problem, at, [...free]);
    // keep a small standard deviation that the data ask for
    if (again.value > value + 1e-7) break;
    ({ v, converged } = again);
    value = again.value;
  }
  return { v, converged };
}

function minimiseFree(problem: OrdinalProblem, start: readonly number[], free: readonly number[]) {
  const embed = (values: readonly number[]) => {
    const full = [...start];
    free.forEach((i, at) => {
      full[i] = values[at]!;
    });
    return full;
  };
  const found = minimise(
    (values) => laplace(problem, embed(values)),
    free.map((i) => start[i]!),
    (values) => {
      const gradient = laplaceGradient(problem, embed(values));
      return free.map((i) => gradient[i]!);
    },
    { tolerance: 1e-6, maxStep: 1 },
  );
  return { v: embed(found.x), value: found.value, converged: found.converged };
}

/**
 * Newton steps to the exact optimum of the free parameters, and the covariance there: the inverse
 * of the Hessian, or null when that is not positive definite.
 */
function polish(
  problem: OrdinalProblem,
  start: readonly number[],
  free: readonly number[],
): { v: number[]; covariance: Matrix | null } {
  const embed = (values: readonly number[]) => {
    const full = [...start];
    free.forEach((i, at) => {
      full[i] = values[at]!;
    });
    return full;
  };
  const gradient = (values: readonly number[]) => {
    const all = laplaceGradient(problem, embed(values));
    return free.map((i) => all[i]!);
  };
  let at = free.map((i) => start[i]!);
  for (let round = 0; ; round++) {
    const hessian = hessianOfGradient(gradient, at);
    const bad = hessian.flat().some((entry) => !Number.isFinite(entry));
    const covariance =
      !bad && symmetricEigen(hessian).values.at(-1)! > 1e-6 ? inverse(hessian) : null;
    if (!covariance) return { v: embed(at), covariance: null };
    const step = times(covariance, gradient(at));
    const longest = Math.max(...step.map(Math.abs));
    // a long step means that the search has not ended near an optimum: leave it as it is
    if (longest > 0.1) return { v: embed(at), covariance };
    at = at.map((value, i) => value - step[i]!);
    if (longest < 1e-5 || round === 3) return { v: embed(at), covariance };
  }
}

function summarise(
  problem: OrdinalProblem,
  solution: { v: number[]; converged: boolean },
  categories: number[],
  names: readonly string[],
): OrdinalFit {
  const { parameters } = problem.effects;
  const k = categories.length - 1;
  const base = k + problem.p;
  const free = solution.v.map((_, i) => i).filter((i) => i < base || solution.v[i] !== 0);
  const { v, covariance } = polish(problem, solution.v, free);
  const zeroTerms = parameters.filter((_, t) => v[base + t] === 0).map(({ name }) => name);
  const coefficient = (i: number, name: string): Coefficient => {
    const se = covariance ? Math.sqrt(covariance[i]![i]!) : null;
    const z = se === null ? null : v[i]! / se;
    return { name, estimate: v[i]!, se, z, p: z === null ? null : normalTwoSided(z) };
  };
  const effects = names.map((name, i) => coefficient(k + i, name));
  const endless = parameters.filter((_, t) => v[base + t]! > UNBOUNDED).map(({ name }) => name);
  const problems = findProblems(zeroTerms, endless, effects, covariance, solution.converged);
  return {
    n: problem.n,
    categories,
    thresholds: categories
      .slice(0, -1)
      .map((low, j) => coefficient(j, `${low}|${categories[j + 1]}`)),
    effects,
    components: parameters.map(({ name, levels }, t) => ({
      name,
      sd: v[base + t]!,
      variance: v[base + t]! ** 2,
      levels,
    })),
    logLik: -laplace(problem, v),
    covariance: covariance ? covariance.slice(k, base).map((row) => row.slice(k, base)) : null,
    zeroTerms,
    endlessTerms: endless,
    singular: problems.length > 0,
    problems,
    converged: solution.converged,
  };
}

function findProblems(
  zeroTerms: readonly string[],
  endless: readonly string[],
  effects: readonly Coefficient[],
  covariance: Matrix | null,
  converged: boolean,
): string[] {
  const far = effects.filter((effect) => Math.abs(effect.estimate) > UNBOUNDED);
  return [
    ...zeroTerms.map((name) => `The variance of ${name} is estimated as zero.`),
    ...endless.map((name) => `The variance of ${name} has no finite estimate.`),
    ...far.map(
      (effect) =>
        `${effect.name} has no finite estimate: its ratings hardly overlap with the others'.`,
    ),
    ...(covariance ? [] : ["No standard errors: the Hessian is not positive definite."]),
    ...(converged ? [] : ["The search did not settle; read the estimates with care."]),
  ];
}

/** The difference of two effects with its standard error, z test and interval (logit units). */
export function ordinalContrast(fit: OrdinalFit, l: readonly number[], level = 0.95) {
  const estimate = l.reduce((sum, w, i) => sum + w * fit.effects[i]!.estimate, 0);
  if (!fit.covariance) return { estimate, se: null, z: null, p: null, interval: null };
  const rows = fit.covariance;
  const variance = l.reduce(
    (sum, w, i) => sum + w * l.reduce((inner, u, j) => inner + u * rows[i]![j]!, 0),
    0,
  );
  const se = Math.sqrt(variance);
  const half = normalPoint((1 + level) / 2) * se;
  const interval = { low: estimate - half, high: estimate + half, level };
  return { estimate, se, z: estimate / se, p: normalTwoSided(estimate / se), interval };
}
