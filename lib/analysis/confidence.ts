/** Anything that scores the next event of a batch of windows, [batch · classes] before the softmax. */
export interface Scores {
  window: number;
  classes: number;
  logits(windows: Uint16Array, batch: number): Promise<Float32Array>;
}

/** Softmax at temperature 1 of one row, in double precision: what the network itself believes. */
export function softmaxRow(logits: ArrayLike<number>): Float64Array {
  let highest = -Infinity;
  for (let c = 0; c < logits.length; c++) highest = Math.max(highest, logits[c]!);
  const p = Float64Array.from(logits, (value) => Math.exp(value - highest));
  const sum = p.reduce((a, b) => a + b, 0);
  return p.map((value) => value / sum);
}

/** A predictor that remembers the softmax outputs of every call: one entry a call, rows by clip. */
export function recorded(scores: Scores): { predictor: Scores; outputs: Float64Array[][] } {
  const outputs: Float64Array[][] = [];
  const predictor: Scores = {
    window: scores.window,
    classes: scores.classes,
    logits: async (windows, batch) => {
      const logits = await scores.logits(windows, batch);
      const row = (b: number) => logits.subarray(b * scores.classes, (b + 1) * scores.classes);
      outputs.push(Array.from({ length: batch }, (_, b) => softmaxRow(row(b))));
      return logits;
    },
  };
  return { predictor, outputs };
}

/** How sure a network was of what it chose. */
export interface Confidence {
  /** Mean probability given to the chosen class. */
  mean: number;
  /** The same for each output class; null where it was never chosen. */
  byClass: (number | null)[];
}

/**
 * Mean probability of the chosen class over generated steps, in all and per class (the paper's
 * Figure 9).
 * @param outputs softmax output of each step
 * @param events the class chosen in each step
 */
export function confidence(
  outputs: readonly Float64Array[],
  events: readonly number[],
): Confidence {
  const classes = outputs[0]?.length ?? 0;
  const sums = new Float64Array(classes);
  const counts = new Int32Array(classes);
  events.forEach((event, step) => {
    sums[event]! += outputs[step]![event]!;
    counts[event]! += 1;
  });
  const total = sums.reduce((a, b) => a + b, 0);
  return {
    mean: events.length === 0 ? 0 : total / events.length,
    byClass: Array.from(sums, (sum, c) => (counts[c]! > 0 ? sum / counts[c]! : null)),
  };
}
