/** Values above the upper or below the lower bound count as binary-like. */
export const BINARY_LIKE = { low: 0.05, high: 0.95 } as const;

/** Entropy of each step's probabilities, in nats: 0 for certainty, ln(classes) for none. */
export function entropies(outputs: readonly Float64Array[]): number[] {
  return outputs.map((row) => row.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0));
}

/** How near to yes-or-no the probabilities are. */
export interface BinaryLike {
  /** Share of all values over 0.95 or under 0.05. */
  values: number;
  /** Share of steps in which one class has over 0.95. */
  decided: number;
}

/** Share of binary-like values. Most classes are near 0 in any step, so decided steps stand beside. */
export function binaryLike(outputs: readonly Float64Array[]): BinaryLike {
  let [extreme, all, decided] = [0, 0, 0];
  for (const row of outputs) {
    all += row.length;
    for (const p of row) if (p > BINARY_LIKE.high || p < BINARY_LIKE.low) extreme += 1;
    if (row.some((p) => p > BINARY_LIKE.high)) decided += 1;
  }
  return { values: extreme / all, decided: decided / outputs.length };
}

/** A first choice on held-out text: the probability given to it, and whether it was right. */
export interface FirstChoice {
  confidence: number;
  right: boolean;
}

/** One bin of a reliability curve. */
export interface ReliabilityBin {
  /** Confidence from `low` up to, but not including, `high` (the last one includes 1). */
  low: number;
  high: number;
  count: number;
  /** Means in the bin; null where it is empty. */
  confidence: number | null;
  accuracy: number | null;
}

/** How confidence and being right agree. */
export interface Calibration {
  bins: ReliabilityBin[];
  /** Expected calibration error: mean gap of the bins' confidence and accuracy, weighted by count. */
  error: number;
  confidence: number;
  accuracy: number;
}

/**
 * Reliability curve and expected calibration error of first choices, in bins of equal width
 * (Guo et al. 2017).
 */
export function calibration(choices: readonly FirstChoice[], bins = 10): Calibration {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of choices) {
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.count += 1;
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
  }
  const total = (key: "confidence" | "right") => sums.reduce((sum, bin) => sum + bin[key], 0);
  const gaps = sums.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0);
  return {
    bins: sums.map(({ count, confidence, right }, index) => ({
      low: index / bins,
      high: (index + 1) / bins,
      count,
      confidence: count > 0 ? confidence / count : null,
      accuracy: count > 0 ? right / count : null,
    })),
    error: gaps / choices.length,
    confidence: total("confidence") / choices.length,
    accuracy: total("right") / choices.length,
  };
}
