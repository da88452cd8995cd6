/** Settings of Adam (Kingma & Ba 2015); epsilon as in Keras. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/** Moments of every trainable weight, as plain arrays: easy to store, and to resume exactly. */
export interface AdamState {
  /** Updates done so far. */
  updates: number;
  first: Float32Array[];
  second: Float32Array[];
}

/** Moments at zero for arrays of the given lengths. */
export function freshAdam(lengths: readonly number[]): AdamState {
  return {
    updates: 0,
    first: lengths.map((length) => new Float32Array(length)),
    second: lengths.map((length) => new Float32Array(length)),
  };
}

/**
 * One update of all weights in place: w −= rate·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε).
 * A plain loop: over the 12 million weights of the largest model it costs a tenth of the same
 * update as tensor operations, each of which passes over memory once more.
 */
export function adamUpdate(
  state: AdamState,
  weights: readonly Float32Array[],
  gradients: readonly Float32Array[],
  rate: number,
): void {
  state.updates += 1;
  const { beta1, beta2, epsilon } = ADAM;
  const correction = Math.sqrt(1 - beta2 ** state.updates) / (1 - beta1 ** state.updates);
  const step = rate * correction;
  for (let index = 0; index < weights.length; index++) {
    const w = weights[index]!;
    const g = gradients[index]!;
    const m = state.first[index]!;
    const v = state.second[index]!;
    for (let i = 0; i < w.length; i++) {
      const gradient = g[i]!;
      const first = beta1 * m[i]! + (1 - beta1) * gradient;
      const second = beta2 * v[i]! + (1 - beta2) * gradient * gradient;
      m[i] = first;
      v[i] = second;
      w[i] = w[i]! - (step * first) / (Math.sqrt(second) + epsilon);
    }
  }
}
