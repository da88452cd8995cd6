/** How the objective went, tenth by tenth of the updates. */
export interface Convergence {
  /** Mean objective of each tenth. */
  tenths: number[];
  /** True when the last tenth's mean exceeds every earlier tenth's. */
  rising: boolean;
}

/** Means of the ten parts of a course of the objective. */
export function convergence(objective: ArrayLike<number>): Convergence {
  const values = Array.from(objective);
  const tenths = Array.from({ length: 10 }, (_, part) => {
    const from = Math.floor((values.length * part) / 10);
    const own = values.slice(from, Math.floor((values.length * (part + 1)) / 10));
    return own.reduce((a, b) => a + b, 0) / own.length;
  });
  const last = tenths[9]!;
  return { tenths, rising: tenths.slice(0, 9).every((mean) => mean < last) };
}

/** How nearly an input has only two values. */
export interface Binarised {
  /**
   * Share of the values' variance that parting them into two groups explains (Otsu 1979): 1 for an
   * input of two values, 0.64 for a bell curve.
   */
  separation: number;
  /** Share of values within a twentieth of the range from the least or the greatest. */
  nearEnds: number;
}

/** Measures of how binarised an input is; an input of one value counts as wholly so. */
export function binarised(input: ArrayLike<number>): Binarised {
  const sorted = Float64Array.from(input).sort();
  const n = sorted.length;
  const [least, greatest] = [sorted[0]!, sorted[n - 1]!];
  const mean = sorted.reduce((a, b) => a + b, 0) / n;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  if (variance === 0) return { separation: 1, nearEnds: 1 };
  let best = 0;
  let below = 0;
  for (let cut = 1; cut < n; cut++) {
    below += sorted[cut - 1]!;
    const share = cut / n;
    const gap = below / cut - (mean * n - below) / (n - cut);
    best = Math.max(best, share * (1 - share) * gap * gap);
  }
  const margin = (greatest - least) / 20;
  const near = sorted.filter((v) => v < least + margin || v > greatest - margin).length;
  return { separation: Math.min(1, best / variance), nearEnds: near / n };
}
