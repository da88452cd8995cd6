import * as wasm from "@/lib/models/fast/assemble";

/** Columns of a panel. */
export const PANEL = 16;

const VECTORS = PANEL / 4;

/** Locals of a function for `rows` rows: a…, panel, start…, c…, count; then sums, splats, weights. */
function places(rows: number) {
  const behind = 3 * rows + 2;
  return {
    a: (row: number) => row,
    panel: rows,
    start: (row: number) => rows + 1 + row,
    c: (row: number) => 2 * rows + 1 + row,
    count: 3 * rows + 1,
    sum: (row: number, vector: number) => behind + row * VECTORS + vector,
    splat: (row: number) => behind + rows * VECTORS + row,
    weights: behind + rows * VECTORS + rows,
  };
}

/** For all rows: multiplies one value of each by one row of the panel. */
function multiplyAdd(rows: number): number[] {
  const p = places(rows);
  const take = (row: number) => [
    ...[...wasm.get(p.a(row)), ...wasm.loadSplat, ...wasm.set(p.splat(row))],
    ...wasm.addToLocal(p.a(row), 4),
  ];
  const addTo = (row: number, vector: number) => [
    ...wasm.get(p.sum(row, vector)),
    ...[...wasm.get(p.splat(row)), ...wasm.get(p.weights), ...wasm.multiply4],
    ...[...wasm.add4, ...wasm.set(p.sum(row, vector))],
  ];
  return [
    ...wasm.each(rows, take),
    // Weights are read once for all rows: engines do not find that out by themselves.
    ...wasm.each(VECTORS, (vector) => [
      ...[...wasm.get(p.panel), ...wasm.load4(16 * vector), ...wasm.set(p.weights)],
      ...wasm.each(rows, (row) => addTo(row, vector)),
    ]),
    ...wasm.addToLocal(p.panel, 4 * PANEL),
  ];
}

/**
 * A function that multiplies rows of activations by a panel of 16 columns of weights:
 *
 *   c[j] = start[j] + Σ_k a[k] · panel[k · 16 + j],  j = 0..15,  k = 0..count − 1
 *
 * @param rows how many at once; the panel is read once for all of them
 */
export function rowProduct(name: string, rows: number): wasm.AssembledFunction {
  const p = places(rows);
  const eachSum = (make: (row: number, vector: number) => number[]) =>
    wasm.each(rows, (row) => wasm.each(VECTORS, (vector) => make(row, vector)));
  const begin = eachSum((row, vector) => [
    ...[...wasm.get(p.start(row)), ...wasm.load4(16 * vector), ...wasm.set(p.sum(row, vector))],
  ]);
  const end = eachSum((row, vector) => [
    ...[...wasm.get(p.c(row)), ...wasm.get(p.sum(row, vector)), ...wasm.store4(16 * vector)],
  ]);
  return {
    name,
    parameters: new Array<number>(3 * rows + 2).fill(wasm.I32),
    results: [],
    locals: [[rows * VECTORS + rows + 1, wasm.V128]],
    code: [...begin, ...wasm.repeat(p.count, 1, multiplyAdd(rows)), ...end],
  };
}
