import { type ArrowMatrix, inverseArrow, solveArrow } from "./arrow-matrix";
import { bounds, etaAt, findMode, type OrdinalProblem, splitParameters } from "./clmm-laplace";
import { type LogitTerms, logitRecord, logitTerms } from "./ordinal-likelihood";

/** a'H⁻¹a of observation i and, per term, the entry of H⁻¹a at that term's effect (into `out`). */
function leverage(
  problem: OrdinalProblem,
  inverse: ArrowMatrix,
  sigma: readonly number[],
  i: number,
  out: Float64Array,
): number {
  const { layout } = problem;
  const own = layout.ownTerms.length;
  const far = layout.cornerTerms.length;
  const block = layout.block[i]!;
  const m = inverse.sizes[block]!;
  const s = inverse.corner;
  out.fill(0);
  for (let a = 0; a < own; a++) {
    const r = layout.own[i * own + a]!;
    const term = layout.ownTerms[a]!;
    for (let b = 0; b < own; b++) {
      const c = layout.own[i * own + b]!;
      out[term]! += inverse.blocks[block]![r * m + c]! * sigma[layout.ownTerms[b]!]!;
    }
    for (let b = 0; b < far; b++) {
      const c = layout.inCorner[i * far + b]!;
      const entry = inverse.borders[block]![r * s + c]!;
      out[term]! += entry * sigma[layout.cornerTerms[b]!]!;
      out[layout.cornerTerms[b]!]! += entry * sigma[term]!;
    }
  }
  for (let a = 0; a < far; a++) {
    const r = layout.inCorner[i * far + a]!;
    for (let b = 0; b < far; b++) {
      const c = layout.inCorner[i * far + b]!;
      out[layout.cornerTerms[a]!]! +=
        inverse.cornerBlock[r * s + c]! * sigma[layout.cornerTerms[b]!]!;
    }
  }
  let sum = 0;
  for (let k = 0; k < sigma.length; k++) sum += out[k]! * sigma[k]!;
  return sum;
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
  const { n, p, at } = problem;
  const width = problem.terms.length;
  const inverse = inverseArrow(mode.factor);
  const s = new Float64Array(problem.q);
  const records: LogitTerms[] = [];
  const leverages = new Float64Array(n);
  const entries = new Float64Array(n * width);
  const entry = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    const record = logitRecord();
    const [a, b] = bounds(problem, tau, etaAt(problem, mode.fixed, sigma, mode.u, i), i);
    logitTerms(a, b, record);
    records.push(record);
    leverages[i] = leverage(problem, inverse, sigma, i, entry);
    entries.set(entry, i * width);
    const half = 0.5 * leverages[i]! * record.weightSlope;
    for (let k = 0; k < width; k++) s[at[i * width + k]!]! += half * sigma[k]!;
  }
  solveArrow(mode.factor, s);
  const result = new Array<number>(v.length).fill(0);
  for (let i = 0; i < n; i++) {
    const r = records[i]!;
    const half = 0.5 * leverages[i]!;
    let moved = 0;
    for (let k = 0; k < width; k++) moved += sigma[k]! * s[at[i * width + k]!]!;
    const j = problem.category[i]!;
    if (j < tau.length) result[j]! += -r.byUpper + half * r.dfUpper + moved * r.fUpper;
    if (j > 0) result[j - 1]! += -r.byLower + half * r.dfLower + moved * r.fLower;
    // everything that acts through η: log P, the weight, and the moved mode
    const byEta = -r.slope + half * r.weightSlope - moved * r.weight;
    for (let k = 0; k < p; k++) result[tau.length + k]! += byEta * problem.x[i]![k]!;
    for (let k = 0; k < width; k++) {
      const column = at[i * width + k]!;
      result[tau.length + p + k]! +=
        byEta * mode.u[column]! + r.weight * entries[i * width + k]! + r.slope * s[column]!;
    }
  }
  return result;
}
