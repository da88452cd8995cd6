import { fixedNumbers, fixedWeight } from "@/tests/oracle/models/fixed-numbers";
import { FLOAT64, type Weights } from "@/tests/oracle/models/float64-architectures";
import { type Series, softmax } from "@/tests/oracle/models/float64-layers";

/** Events of a window, as in the paper. */
export const GOLDEN_WINDOW = 64;

/** One architecture's values for the fixed windows. */
export interface GoldenRow {
  model: string;
  classes: number;
  /** Classes of each window. */
  windows: number[][];
  /** Values before the softmax, rounded to 12 digits. */
  logits: number[][];
  /** Probability of the likeliest class. */
  largest: number[];
  /** Weights that the computation asked for: must be the model's total. */
  parameters: number;
}

/** Two windows of classes, all of the alphabet possible. */
export function fixedWindows(classes: number): number[][] {
  return ["first", "second"].map((name) =>
    Array.from(fixedNumbers(`window ${name}`, GOLDEN_WINDOW), (x) =>
      Math.floor(((x + 1) / 2) * classes),
    ),
  );
}

function oneHot(window: readonly number[], classes: number): Series {
  return window.map((event) => {
    const row = new Float64Array(classes);
    row[event] = 1;
    return row;
  });
}

const digits = (x: number) => Number(x.toPrecision(12));

/** One row: the architecture `model` over the fixed windows with fixed weights. */
export function goldenRow(model: string, classes: number): GoldenRow {
  const seen = new Map<string, number>();
  const weights: Weights = (name, shape) => {
    const values = fixedWeight(name, shape);
    seen.set(name, values.length);
    return { shape, values };
  };
  const windows = fixedWindows(classes);
  const logits = windows.map((w) => FLOAT64[model]!(oneHot(w, classes), classes, weights));
  return {
    model,
    classes,
    windows,
    logits: logits.map((row) => Array.from(row, digits)),
    largest: logits.map((row) => digits(Math.max(...softmax(row)))),
    parameters: [...seen.values()].reduce((a, b) => a + b, 0),
  };
}

/** All eight architectures on 38 classes. */
export function goldenForward(): GoldenRow[] {
  return Object.keys(FLOAT64).map((model) => goldenRow(model, 38));
}
