import { invariant } from "@/lib/shared/invariant";
import type { CholeskyShape } from "./symbolic-cholesky";
import { product, TILE_COLUMNS, TILE_ROWS, tileProduct } from "./tile-product";

/** The numeric side of a sparse Cholesky factor: where a supernode's rows land in its ancestors. */
export interface SparseCholesky {
  shape: CholeskyShape;
  /** runs of rows below supernode s that lie in one ancestor: [groupStart[s], groupStart[s + 1]) */
  groupStart: Int32Array;
  /** per run: the ancestor, its rows [from, to) among those below s, and its places */
  target: Int32Array;
  from: Int32Array;
  to: Int32Array;
  placeStart: Int32Array;
  /** row in the ancestor's panel of each row below s from the run's first on */
  places: Int32Array;
}

/** Prepares the repeated factorisation of matrices of one shape. */
export function sparseCholesky(shape: CholeskyShape): SparseCholesky {
  const count = shape.first.length - 1;
  const groupStart = new Int32Array(count + 1);
  const runs: { target: number[]; from: number[]; to: number[]; placeStart: number[] } = {
    target: [],
    from: [],
    to: [],
    placeStart: [],
  };
  let length = 0;
  for (let s = 0; s < count; s++) {
    const below = rowsBelowOf(shape, s);
    for (let i = 0; i < below.length; ) {
      const target = shape.supernodeOf[below[i]!]!;
      let to = i + 1;
      while (to < below.length && shape.supernodeOf[below[to]!] === target) to++;
      runs.target.push(target);
      runs.from.push(i);
      runs.to.push(to);
      runs.placeStart.push(length);
      length += below.length - i;
      i = to;
    }
    groupStart[s + 1] = runs.target.length;
  }
  const prepared = {
    shape,
    groupStart,
    target: Int32Array.from(runs.target),
    from: Int32Array.from(runs.from),
    to: Int32Array.from(runs.to),
    placeStart: Int32Array.from(runs.placeStart),
    places: new Int32Array(length),
  };
  fillPlaces(prepared);
  return prepared;
}

function rowsBelowOf({ rows, rowStart, first }: CholeskyShape, s: number): Int32Array {
  const width = first[s + 1]! - first[s]!;
  return rows.subarray(rowStart[s]! + width, rowStart[s + 1]!);
}

/** Both lists of rows rise, and an ancestor holds every row that its child has from there on. */
function fillPlaces(c: SparseCholesky): void {
  const { shape, places } = c;
  for (let s = 0; s + 1 < c.groupStart.length; s++) {
    const below = rowsBelowOf(shape, s);
    for (let g = c.groupStart[s]!; g < c.groupStart[s + 1]!; g++) {
      const start = shape.rowStart[c.target[g]!]!;
      let at = start;
      for (let i = c.from[g]!; i < below.length; i++) {
        while (shape.rows[at] !== below[i]) at++;
        places[c.placeStart[g]! + i - c.from[g]!] = at - start;
      }
    }
  }
}

/** Where the entry of two columns of the matrix (numbers before ordering) lies in the panels. */
export function entryPlace({ shape }: SparseCholesky, a: number, b: number): number {
  const [pa, pb] = [shape.position[a]!, shape.position[b]!];
  const [row, column] = pa > pb ? [pa, pb] : [pb, pa];
  const s = shape.supernodeOf[column]!;
  const width = shape.first[s + 1]! - shape.first[s]!;
  let [low, high] = [shape.rowStart[s]!, shape.rowStart[s + 1]! - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shape.rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  invariant(shape.rows[low] === row, "sparse matrix: expected an entry inside its pattern");
  return shape.panelStart[s]! + (low - shape.rowStart[s]!) * width + column - shape.first[s]!;
}

/**
 * Overwrites the panels (lower triangle of the matrix, zeros where it has no entry) with those of
 * its Cholesky factor; false when the matrix is not positive definite.
 */
export function factorSparse(c: SparseCholesky, panels: Float64Array): boolean {
  const { shape } = c;
  for (let s = 0; s + 1 < shape.first.length; s++) {
    const width = shape.first[s + 1]! - shape.first[s]!;
    const height = shape.rowStart[s + 1]! - shape.rowStart[s]!;
    const at = shape.panelStart[s]!;
    if (!factorPanel(panels, at, width, height)) return false;
    for (let g = c.groupStart[s]!; g < c.groupStart[s + 1]!; g++) {
      subtractRun(c, panels, s, g);
    }
  }
  return true;
}

/** The products of a tile on their way to where they are subtracted. */
const tile = new Float64Array(TILE_ROWS * TILE_COLUMNS);

/** Factors the top square of a panel and turns the rows below into L₂₁ = A₂₁·L₁₁⁻ᵀ. */
function factorPanel(a: Float64Array, at: number, width: number, height: number): boolean {
  for (let r0 = 0; r0 < height; r0 += TILE_ROWS) {
    const end = Math.min(height, r0 + TILE_ROWS);
    const done = end - r0 === TILE_ROWS ? solveTile(a, at, width, r0) : 0;
    for (let r = r0; r < end; r++) if (!finishRow(a, at, width, r, done)) return false;
  }
  return true;
}

/** Solves four rows at once for the columns before them, in pairs; returns how many are done. */
function solveTile(a: Float64Array, at: number, width: number, r0: number): number {
  const columns = Math.min(r0, width);
  const row = at + r0 * width;
  let c = 0;
  for (; c + 1 < columns; c += TILE_COLUMNS) {
    const left = at + c * width;
    const right = left + width;
    tileProduct(a, row, width, a, left, width, c, tile);
    const pivot = 1 / a[left + c]!;
    const between = a[right + c]!;
    const nextPivot = 1 / a[right + c + 1]!;
    for (let i = 0; i < TILE_ROWS; i++) {
      const here = row + i * width + c;
      const first = (a[here]! - tile[2 * i]!) * pivot;
      a[here] = first;
      a[here + 1] = (a[here + 1]! - tile[2 * i + 1]! - first * between) * nextPivot;
    }
  }
  return c;
}

/** Solves a row from column `done` on, and takes the root where it meets the diagonal. */
function finishRow(a: Float64Array, at: number, width: number, r: number, done: number): boolean {
  const row = at + r * width;
  const end = Math.min(r, width);
  for (let c = done; c < end; c++) {
    const other = at + c * width;
    a[row + c] = (a[row + c]! - product(a, row, a, other, c)) / a[other + c]!;
  }
  if (r >= width) return true;
  const rest = a[row + r]! - product(a, row, a, row, r);
  a[row + r] = Math.sqrt(rest);
  return rest > 0;
}

/** From this width on products are taken in tiles. */
const TILED_FROM = 4;

/** Subtracts L₂₁·L₂₁ᵀ of one supernode from the part of it that lies in one ancestor. */
function subtractRun(c: SparseCholesky, panels: Float64Array, s: number, g: number): void {
  const { shape, places } = c;
  const width = shape.first[s + 1]! - shape.first[s]!;
  const below = shape.rowStart[s + 1]! - shape.rowStart[s]! - width;
  const source = shape.panelStart[s]! + width * width;
  const t = c.target[g]!;
  const targetWidth = shape.first[t + 1]! - shape.first[t]!;
  const targetAt = shape.panelStart[t]!;
  const from = c.from[g]!;
  const to = c.to[g]!;
  const placeOf = c.placeStart[g]! - from;
  let i = from;
  if (width >= TILED_FROM) {
    for (; i + TILE_ROWS <= below; i += TILE_ROWS) {
      const row = source + i * width;
      // the tile may reach above the diagonal of the ancestor: nobody reads there
      const end = Math.min(to, i + TILE_ROWS);
      let j = from;
      for (; j + TILE_COLUMNS <= end; j += TILE_COLUMNS) {
        tileProduct(panels, row, width, panels, source + j * width, width, width, tile);
        const left = places[placeOf + j]!;
        const right = places[placeOf + j + 1]!;
        for (let r = 0; r < TILE_ROWS; r++) {
          const out = targetAt + places[placeOf + i + r]! * targetWidth;
          panels[out + left]! -= tile[2 * r]!;
          panels[out + right]! -= tile[2 * r + 1]!;
        }
      }
      for (; j < end; j++) {
        for (let r = 0; r < TILE_ROWS; r++) {
          const out = targetAt + places[placeOf + i + r]! * targetWidth + places[placeOf + j]!;
          panels[out]! -= product(panels, row + r * width, panels, source + j * width, width);
        }
      }
    }
  }
  for (; i < below; i++) {
    const row = source + i * width;
    const out = targetAt + places[placeOf + i]! * targetWidth;
    const end = Math.min(to, i + 1);
    for (let j = from; j < end; j++) {
      panels[out + places[placeOf + j]!]! -=
        width === 1
          ? panels[row]! * panels[source + j]!
          : product(panels, row, panels, source + j * width, width);
    }
  }
}

/** log of the determinant of the matrix, from its factor. */
export function logDeterminantSparse({ shape }: SparseCholesky, panels: Float64Array): number {
  let sum = 0;
  for (let s = 0; s + 1 < shape.first.length; s++) {
    const width = shape.first[s + 1]! - shape.first[s]!;
    for (let r = 0; r < width; r++)
      sum += Math.log(panels[shape.panelStart[s]! + r * (width + 1)]!);
  }
  return 2 * sum;
}
