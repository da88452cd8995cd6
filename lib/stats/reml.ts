import { dot, type Matrix, positiveInverse, quadratic, symmetricEigen, times } from "./dense";
import { fAbove, tPoint, tTwoSided } from "./distributions";
import { minimise } from "./minimise";
import {
  profiledCriterion,
  type RemlProblem,
  type RemlSlopes,
  remlParts,
  remlSlopes,
} from "./reml-criterion";

/** One variance component, in squared units of the rating. */
export interface VarianceComponent {
  name: string;
  variance: number;
  sd: number;
  /** number of levels; null for the residual */
  levels: number | null;
}

/** A fitted linear mixed model. */
export interface RemlFit {
  n: number;
  beta: number[];
  /** covariance of the fixed effects */
  covariance: Matrix;
  components: VarianceComponent[];
  residual: VarianceComponent;
  /** −2 log restricted likelihood, as lme4's REMLcrit */
  criterion: number;
  /** names of the random terms whose variance is zero; the fit is then called singular */
  zeroTerms: string[];
  singular: boolean;
  converged: boolean;
  /** gradients of the covariance by each kept variance parameter, for `contrastTest` */
  covarianceGradients: Matrix[];
  /** covariance of the kept variance parameters (θ of the non-zero terms, then σ) */
  parameterCovariance: Matrix;
}

/** A tested linear combination of fixed effects. */
export interface ContrastTest {
  estimate: number;
  se: number;
  /** Satterthwaite degrees of freedom */
  df: number;
  t: number;
  p: number;
  interval: { low: number; high: number; level: number };
}

/** An F test with fractional denominator degrees of freedom. */
export interface FTest {
  f: number;
  df1: number;
  df2: number;
  p: number;
}

/** Relative standard deviations below this count as zero, as in lme4's isSingular. */
const ZERO = 1e-4;

/**
 * Fits y = Xβ + Σ_k b_k + ε by restricted maximum likelihood; all variances are optimised, those
 * on the boundary are reported as exactly zero (`zeroTerms`), never as an error.
 * Method: profiled criterion over θ_k = σ_k/σ from a sparse Cholesky factor (Bates, Mächler,
 * Bolker & Walker 2015, J. Stat. Softw. 67(1)) with its exact gradient, minimised by BFGS.
 * @param problem data that `leavesNoResidual` does not refuse
 */
export function fitReml(problem: RemlProblem): RemlFit {
  const { parameters } = problem.effects;
  const { theta, converged } = bestTheta(problem);
  const parts = remlParts(problem, theta)!;
  const sigma2 = parts.rss / (problem.n - problem.p);
  const kept = parameters.map((_, k) => k).filter((k) => theta[k]! > 0);
  const zeroTerms = parameters.filter((_, k) => theta[k] === 0).map(({ name }) => name);
  return {
    n: problem.n,
    beta: parts.beta,
    covariance: parts.unscaledCovariance.map((row) => row.map((v) => v * sigma2)),
    components: parameters.map(({ name, levels }, k) =>
      component(name, theta[k]! ** 2 * sigma2, levels),
    ),
    residual: component("residual", sigma2, null),
    criterion: profiledCriterion(problem, parts),
    zeroTerms,
    singular: zeroTerms.length > 0,
    converged,
    ...variationOfCovariance(problem, theta, Math.sqrt(sigma2), kept),
  };
}

/**
 * True when fixed and random effects together reproduce every rating, so that no residual is left
 * and no fit exists. Found by giving the random effects almost free rein (θ = 10⁴).
 */
export function leavesNoResidual(problem: RemlProblem): boolean {
  const free = remlParts(
    problem,
    problem.effects.parameters.map(() => 1e4),
  );
  return !free || free.rss < 1e-6 * problem.total;
}

const component = (name: string, variance: number, levels: number | null): VarianceComponent => ({
  name,
  variance,
  sd: Math.sqrt(variance),
  levels,
});

/** The θ of the lowest criterion from two starts, with entries on the boundary set to zero. */
function bestTheta(problem: RemlProblem): { theta: number[]; converged: boolean } {
  const count = problem.effects.parameters.length;
  if (count === 0) return { theta: [], converged: true };
  const all = Array.from({ length: count }, (_, k) => k);
  const from = (start: number) => searched(problem, new Array<number>(count).fill(start), all);
  const first = from(0.8);
  // a variance near zero may be a valley of its own: look from elsewhere too
  const doubtful = !first.converged || first.theta.some((theta) => theta < 0.05);
  const second = doubtful ? from(0.2) : first;
  return settleZeros(problem, second.value < first.value - 1e-9 ? second : first);
}

interface Found {
  theta: number[];
  value: number;
  converged: boolean;
}

/** Minimises the criterion over the free entries of θ, the others at zero. */
function searched(problem: RemlProblem, start: readonly number[], free: readonly number[]): Found {
  const embed = (values: readonly number[]) => {
    const full = start.map(() => 0);
    free.forEach((k, at) => {
      full[k] = values[at]!;
    });
    return full;
  };
  const df = problem.n - problem.p;
  const { parameters } = problem.effects;
  const found = minimise(
    (v) => profiledCriterion(problem, remlParts(problem, embed(v))),
    free.map((k) => start[k]!),
    (v) => {
      const { parts, logDet, rss } = remlSlopes(problem, embed(v))!;
      return free.map((k) => logDet[k]! + (df * rss[k]!) / parts.rss);
    },
    {
      tolerance: 1e-5,
      // about what the levels of a term tell of its θ
      scale: free.map((k) => start[k]! ** 2 / (2 * parameters[k]!.levels)),
    },
  );
  return { theta: embed(found.x.map(Math.abs)), value: found.value, converged: found.converged };
}

/**
 * Sets small entries to zero where that costs nothing, smallest first, the others optimised again.
 * (The criterion is even in every θ, so an unconstrained search may end near zero from any side.)
 */
function settleZeros(problem: RemlProblem, start: Found): Found {
  let best = start;
  const order = start.theta.map((_, k) => k).sort((a, b) => start.theta[a]! - start.theta[b]!);
  for (const k of order) {
    if (best.theta[k]! > 0.05) break;
    const free = best.theta.map((_, i) => i).filter((i) => i !== k && best.theta[i] !== 0);
    const again = searched(problem, best.theta, free);
    if (again.value > best.value + 1e-8 && best.theta[k]! > ZERO) break;
    best = { ...again, converged: start.converged };
  }
  return best;
}

/**
 * What the Satterthwaite degrees of freedom need: gradients of the fixed effects' covariance, and
 * the covariance of (θ, σ) from the observed information, as lmerTest. Differences of the exact
 * gradient by θ; everything by σ in closed form, with −2ℓ = log dets + df·log(2πσ²) + rss/σ².
 */
function variationOfCovariance(
  problem: RemlProblem,
  theta: readonly number[],
  sigma: number,
  kept: readonly number[],
): { covarianceGradients: Matrix[]; parameterCovariance: Matrix } {
  const here = remlSlopes(problem, theta)!;
  const slope = ({ logDet, rss }: RemlSlopes) => kept.map((k) => logDet[k]! + rss[k]! / sigma ** 2);
  const last = kept.length;
  const hessian: Matrix = Array.from({ length: last + 1 }, () => new Array(last + 1).fill(0));
  kept.forEach((k, r) => {
    const h = 1e-4 * Math.max(0.1, theta[k]!);
    const at = (shift: number) =>
      slope(
        remlSlopes(
          problem,
          theta.map((v, i) => (i === k ? v + shift : v)),
        )!,
      );
    const above = at(h);
    const below = at(-h);
    above.forEach((v, c) => {
      hessian[r]![c]! += (v - below[c]!) / (4 * h);
      hessian[c]![r]! += (v - below[c]!) / (4 * h);
    });
    hessian[r]![last] = (-2 * here.rss[k]!) / sigma ** 3;
    hessian[last]![r] = hessian[r]![last]!;
  });
  const df = problem.n - problem.p;
  hessian[last]![last] = (-2 * df) / sigma ** 2 + (6 * here.parts.rss) / sigma ** 4;
  const scaled = (matrix: Matrix, by: number) => matrix.map((row) => row.map((v) => v * by));
  return {
    covarianceGradients: [
      ...kept.map((k) => scaled(here.covariance[k]!, sigma ** 2)),
      scaled(here.parts.unscaledCovariance, 2 * sigma),
    ],
    parameterCovariance: scaled(positiveInverse(hessian).inverse, 2),
  };
}

/**
 * The estimate, standard error and t test of l'β with Satterthwaite degrees of freedom
 * df = 2·(l'Vl)² / var(l'Vl) (Kuznetsova, Brockhoff & Christensen 2017, J. Stat. Softw. 82(13)).
 */
export function contrastTest(fit: RemlFit, l: readonly number[], level = 0.95): ContrastTest {
  const estimate = dot(l, fit.beta);
  const variance = quadratic(fit.covariance, l);
  const se = Math.sqrt(variance);
  const df = satterthwaiteDf(fit, l, variance);
  const half = tPoint((1 + level) / 2, df) * se;
  return {
    estimate,
    se,
    df,
    t: estimate / se,
    p: tTwoSided(estimate / se, df),
    interval: { low: estimate - half, high: estimate + half, level },
  };
}

function satterthwaiteDf(fit: RemlFit, l: readonly number[], variance: number): number {
  const gradient = fit.covarianceGradients.map((g) => quadratic(g, l));
  return (2 * variance ** 2) / quadratic(fit.parameterCovariance, gradient);
}

/**
 * The F test that all rows of L give L·β = 0, with Satterthwaite degrees of freedom: the rows are
 * turned so that their estimates are unrelated; with ν_m of each, E = Σ ν_m/(ν_m − 2) over
 * ν_m > 2 and df2 = 2E/(E − q) (Fai & Cornelius 1996, as lmerTest).
 * @param rows q linearly independent contrasts
 */
export function jointTest(fit: RemlFit, rows: Matrix): FTest {
  const covariance = rows.map((a) => rows.map((b) => dot(times(fit.covariance, a), b)));
  const { values, vectors } = symmetricEigen(covariance);
  const q = rows.length;
  const dfs: number[] = [];
  let f = 0;
  for (let m = 0; m < q; m++) {
    const l = rows[0]!.map((_, k) =>
      rows.reduce((sum, row, r) => sum + vectors[r]![m]! * row[k]!, 0),
    );
    f += dot(l, fit.beta) ** 2 / values[m]! / q;
    dfs.push(satterthwaiteDf(fit, l, values[m]!));
  }
  const df2 = denominatorDf(dfs);
  return { f, df1: q, df2, p: fAbove(f, q, df2) };
}

function denominatorDf(dfs: readonly number[]): number {
  if (dfs.length === 1) return dfs[0]!;
  if (dfs.every((df) => Math.abs(df - dfs[0]!) < 1e-8)) return dfs[0]!;
  const e = dfs.filter((df) => df > 2).reduce((sum, df) => sum + df / (df - 2), 0);
  // as lmerTest: without enough information the smallest possible value
  return e > dfs.length ? (2 * e) / (e - dfs.length) : 2;
}

/**
 * The contrasts by which lmerTest's anova() tests a factor, rows of the unit upper triangle of X'X
 * (Doolittle) after the intercept's. They span what the plain differences span, so F is the same;
 * the denominator degrees of freedom depend on the rows in the third digit.
 * @param x treatment coding, the intercept first
 */
export function sequentialRows(x: Matrix): Matrix {
  const p = x[0]!.length;
  const u = Array.from({ length: p }, (_, i) =>
    Array.from({ length: p }, (_, j) => x.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  for (let i = 0; i < p; i++) {
    for (let r = i + 1; r < p; r++) {
      const factor = u[r]![i]! / u[i]![i]!;
      u[r] = u[r]!.map((value, k) => value - factor * u[i]![k]!);
    }
  }
  return u.slice(1).map((row, i) => row.map((value) => value / row[i + 1]!));
}
