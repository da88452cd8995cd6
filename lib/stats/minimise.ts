import { dot, type Matrix, times } from "./dense";

/** A function to minimise: its value, +Infinity outside its domain. */
export type Objective = (x: readonly number[]) => number;
/** The gradient of an objective at a point inside its domain. */
export type Gradient = (x: readonly number[]) => number[];

/** Where a minimisation ended. */
export interface Minimum {
  x: number[];
  value: number;
  gradient: number[];
  converged: boolean;
  iterations: number;
}

/** Central differences with step 1e-5 · max(1, |x|); error about 1e-9 of the third derivative. */
export function numericGradient(f: Objective, step = 1e-5): Gradient {
  return (x) =>
    x.map((value, i) => {
      const h = step * Math.max(1, Math.abs(value));
      const at = (shift: number) => f(x.map((v, k) => (k === i ? v + shift : v)));
      return (at(h) - at(-h)) / (2 * h);
    });
}

/** What may be set for a minimisation. */
export interface MinimiseOptions {
  tolerance?: number;
  maxIterations?: number;
  maxStep?: number;
  /** guess of the inverse second derivatives; without it the first step finds one for all */
  scale?: readonly number[] | undefined;
}

/**
 * Minimises a smooth function by BFGS with backtracking (Nocedal & Wright 2006, chapter 6).
 * Steps to where the function is infinite or not a number are shortened.
 * Ends when no gradient entry passes `tolerance`, or when no shorter step lowers the function.
 */
export function minimise(
  f: Objective,
  start: readonly number[],
  gradient: Gradient = numericGradient(f),
  { tolerance = 1e-7, maxIterations = 500, maxStep = 2, scale }: MinimiseOptions = {},
): Minimum {
  let x = [...start];
  let value = f(x);
  let g = gradient(x);
  const first = () => (scale ? diagonal(scale) : identity(x.length));
  let h = first();
  let stalled = 0;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (largest(g) < tolerance) {
      return { x, value, gradient: g, converged: true, iterations: iteration };
    }
    let direction = times(h, g).map((d) => -d);
    if (!(dot(direction, g) < 0)) {
      h = first();
      direction = times(h, g).map((d) => -d);
    }
    const longest = largest(direction);
    if (longest > maxStep) direction = direction.map((d) => (d * maxStep) / longest);
    const step = backtrack(f, x, value, direction, dot(direction, g));
    // twice in a row no gain above rounding: the end, as near as the numbers allow
    stalled = step && value - step.value <= 1e-13 * Math.abs(value) ? stalled + 1 : 0;
    if (!step || stalled > 1) {
      if (step) [x, value, g] = [step.x, step.value, gradient(step.x)];
      return { x, value, gradient: g, converged: largest(g) < 1e-3, iterations: iteration };
    }
    const next = gradient(step.x);
    h = updated(h, minus(step.x, x), minus(next, g), iteration === 0 && !scale);
    [x, value, g] = [step.x, step.value, next];
  }
  return { x, value, gradient: g, converged: false, iterations: maxIterations };
}

function backtrack(
  f: Objective,
  x: readonly number[],
  value: number,
  direction: readonly number[],
  slope: number,
): { x: number[]; value: number } | null {
  let t = 1;
  for (let attempt = 0; attempt < 40; attempt++) {
    const at = x.map((v, i) => v + t * direction[i]!);
    const here = f(at);
    if (here <= value + 1e-4 * t * slope) return { x: at, value: here };
    // the minimum of the parabola through both values and the slope, kept within [0.1, 0.5]
    const parabola = (-slope * t * t) / (2 * (here - value - slope * t));
    t = Number.isFinite(parabola) ? Math.min(0.5 * t, Math.max(0.1 * t, parabola)) : 0.3 * t;
  }
  return null;
}

/** The BFGS update of the inverse Hessian; skipped when the curvature is not positive. */
function updated(h: Matrix, s: number[], y: number[], first: boolean): Matrix {
  const sy = dot(s, y);
  if (!(sy > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y)))) return h;
  const base = first ? identity(s.length).map((row) => row.map((v) => (v * sy) / dot(y, y))) : h;
  const hy = times(base, y);
  const factor = (1 + dot(y, hy) / sy) / sy;
  return base.map((row, i) =>
    row.map((v, j) => v + factor * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy),
  );
}

/** The Hessian from central differences of the gradient, made symmetric. */
export function hessianOfGradient(gradient: Gradient, x: readonly number[], step = 1e-4): Matrix {
  const rows = x.map((value, i) => {
    const h = step * Math.max(1, Math.abs(value));
    const at = (shift: number) => gradient(x.map((v, k) => (k === i ? v + shift : v)));
    const above = at(h);
    const below = at(-h);
    return above.map((v, k) => (v - below[k]!) / (2 * h));
  });
  return rows.map((row, i) => row.map((v, j) => (v + rows[j]![i]!) / 2));
}

const diagonal = (entries: readonly number[]): Matrix =>
  entries.map((entry, i) => entries.map((_, j) => (i === j ? entry : 0)));
const identity = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
const largest = (v: readonly number[]) => Math.max(0, ...v.map(Math.abs));
const minus = (a: readonly number[], b: readonly number[]) => a.map((v, i) => v - b[i]!);
