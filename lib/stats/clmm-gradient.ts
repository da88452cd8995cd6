import {
  etaAt,
  findMode,
  lowerBound,
  type Mode,
  type OrdinalParameters,
  type OrdinalProblem,
  splitParameters,
  upperBound,
} from "./clmm-laplace";
import { type LogitTerms, logitRecord, logitTerms } from "./ordinal-likelihood";
import { inverseSubset } from "./sparse/inverse-subset";
import { solveSparse } from "./sparse/sparse-solve";

/** What the curvature at the mode says of every rating. */
interface Leverages {
  /** a'H⁻¹a of observation i */
  own: Float64Array;
  /** the entry of H⁻¹a at the effect of observation i and term k: entries[i * width + k] */
  entries: Float64Array;
}

function leverages(
  { effects, n }: OrdinalProblem,
  inverse: Float64Array,
  sigma: readonly number[],
): Leverages {
  const { width, at, parameterOf, places } = effects;
  const own = new Float64Array(n);
  const entries = new Float64Array(n * width);
  let next = 0;
  for (let i = 0; i < n; i++) {
    const from = i * width;
    for (let k = 0; k < width; k++) {
      const mine = sigma[parameterOf[at[from + k]!]!]!;
      for (let l = 0; l < k; l++) {
        const entry = inverse[places[next++]!]!;
        entries[from + k]! += entry * sigma[parameterOf[at[from + l]!]!]!;
        entries[from + l]! += entry * mine;
      }
      entries[from + k]! += inverse[places[next++]!]! * mine;
    }
    for (let k = 0; k < width; k++) {
      own[i]! += entries[from + k]! * sigma[parameterOf[at[from + k]!]!]!;
    }
  }
  return { own, entries };
}

/** The logit terms of observation i at the mode. */
function termsAt(
  problem: OrdinalProblem,
  { tau, sigma }: OrdinalParameters,
  mode: Mode,
  i: number,
  record: LogitTerms,
): void {
  const eta = etaAt(problem, mode.fixed, sigma, mode.u, i);
  logitTerms(upperBound(problem, tau, eta, i), lowerBound(problem, tau, eta, i), record);
}

/** How the mode moves: H⁻¹ Σ ½ v w' a, v the leverage and w' the slope of the weight. */
function movedMode(
  problem: OrdinalProblem,
  parameters: OrdinalParameters,
  mode: Mode,
  { own }: Leverages,
): Float64Array {
  const { width, at, parameterOf, cholesky, count } = problem.effects;
  const s = new Float64Array(count);
  const record = logitRecord();
  for (let i = 0; i < problem.n; i++) {
    termsAt(problem, parameters, mode, i, record);
    const half = 0.5 * own[i]! * record.weightSlope;
    for (let k = 0; k < width; k++) {
      const column = at[i * width + k]!;
      s[column]! += half * parameters.sigma[parameterOf[column]!]!;
    }
  }
  solveSparse(cholesky, mode.factor, s);
  return s;
}

/**
 * The exact gradient of `laplace` by (τ, β, σ). The mode moves with the parameters:
 * d û/dψ = H⁻¹ ∂(Σ g a − u)/∂ψ, which needs one more solve, s = H⁻¹ Σ ½ v w' a with v = a'H⁻¹a.
 */
export function laplaceGradient(problem: OrdinalProblem, v: readonly number[]): number[] {
  const parameters = splitParameters(problem, v)!;
  const mode = findMode(problem, parameters);
  if (!mode) return v.map(() => Number.NaN);
  const { tau, sigma } = parameters;
  const { width, at, parameterOf, cholesky } = problem.effects;
  const inverse = inverseSubset(cholesky, mode.factor);
  const { own, entries } = leverages(problem, inverse, sigma);
  const s = movedMode(problem, parameters, mode, { own, entries });
  const byTau = new Float64Array(tau.length);
  const byBeta = new Float64Array(problem.p);
  const bySigma = new Float64Array(sigma.length);
  const r = logitRecord();
  for (let i = 0; i < problem.n; i++) {
    termsAt(problem, parameters, mode, i, r);
    const half = 0.5 * own[i]!;
    let moved = 0;
    for (let k = 0; k < width; k++) {
      const column = at[i * width + k]!;
      moved += sigma[parameterOf[column]!]! * s[column]!;
    }
    const j = problem.category[i]!;
    if (j < tau.length) byTau[j]! += -r.byUpper + half * r.dfUpper + moved * r.fUpper;
    if (j > 0) byTau[j - 1]! += -r.byLower + half * r.dfLower + moved * r.fLower;
    // everything that acts through η: log P, the weight, and the moved mode
    const byEta = -r.slope + half * r.weightSlope - moved * r.weight;
    for (let k = 0; k < problem.p; k++) byBeta[k]! += byEta * problem.x[i]![k]!;
    for (let k = 0; k < width; k++) {
      const column = at[i * width + k]!;
      bySigma[parameterOf[column]!]! +=
        byEta * mode.u[column]! + r.weight * entries[i * width + k]! + r.slope * s[column]!;
    }
  }
  return [...byTau, ...byBeta, ...bySigma];
}
