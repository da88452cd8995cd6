import type { SparseCholesky } from "./sparse-cholesky";
import { product, TILE_COLUMNS, TILE_ROWS, tileProduct } from "./tile-product";

/** Room for one supernode at a time; matrices row-major. */
interface Room {
  /** L₁₁⁻¹ transposed, width × width */
  inverse: Float64Array;
  /** G = L₂₁·L₁₁⁻¹ transposed, width × below */
  g: Float64Array;
  /** Z₂₂, below × below, full */
  known: Float64Array;
  /** Z₂₁ transposed, width × below */
  across: Float64Array;
}

/**
 * The entries of (L·Lᵀ)⁻¹ inside the pattern of L, in the panels' layout, by the recursion of
 * Takahashi, Fagan & Chen (1973) on supernodes, last first: with G = L₂₁·L₁₁⁻¹ and Z₂₂ known,
 * Z₂₁ = −Z₂₂·G and Z₁₁ = L₁₁⁻ᵀ·L₁₁⁻¹ − Gᵀ·Z₂₁. Squares on the diagonal are full and symmetric.
 */
export function inverseSubset(c: SparseCholesky, panels: Float64Array): Float64Array {
  const { first, rowStart, size } = c.shape;
  let wide = 0;
  let long = 0;
  let area = 0;
  for (let s = 0; s + 1 < first.length; s++) {
    const width = first[s + 1]! - first[s]!;
    const below = rowStart[s + 1]! - rowStart[s]! - width;
    wide = Math.max(wide, width);
    long = Math.max(long, below);
    area = Math.max(area, width * below);
  }
  const room: Room = {
    inverse: new Float64Array(wide * wide),
    g: new Float64Array(area),
    known: new Float64Array(long * long),
    across: new Float64Array(area),
  };
  const z = new Float64Array(size);
  for (let s = first.length - 2; s >= 0; s--) {
    if (first[s + 1]! - first[s]! === 1) invertColumn(c, panels, s, z, room);
    else invertPanel(c, panels, s, z, room);
  }
  return z;
}

/** A supernode of one column: Z₂₂ is read where it lies. */
function invertColumn(
  c: SparseCholesky,
  panels: Float64Array,
  s: number,
  z: Float64Array,
  { g }: Room,
): void {
  const { shape, places } = c;
  const at = shape.panelStart[s]!;
  const below = shape.rowStart[s + 1]! - shape.rowStart[s]! - 1;
  const pivot = 1 / panels[at]!;
  for (let i = 0; i < below; i++) g[i] = panels[at + 1 + i]! * pivot;
  for (let run = c.groupStart[s]!; run < c.groupStart[s + 1]!; run++) {
    const t = c.target[run]!;
    const targetWidth = shape.first[t + 1]! - shape.first[t]!;
    const from = c.from[run]!;
    const to = c.to[run]!;
    const placeOf = c.placeStart[run]! - from;
    for (let i = from; i < below; i++) {
      const row = shape.panelStart[t]! + places[placeOf + i]! * targetWidth;
      const end = Math.min(to, i);
      const mine = g[i]!;
      let sum = i < to ? z[row + places[placeOf + i]!]! * mine : 0;
      for (let j = from; j < end; j++) {
        const value = z[row + places[placeOf + j]!]!;
        sum += value * g[j]!;
        z[at + 1 + j]! -= value * mine;
      }
      z[at + 1 + i]! -= sum;
    }
  }
  z[at] = pivot * pivot - product(g, 0, z, at + 1, below);
}

function invertPanel(
  c: SparseCholesky,
  panels: Float64Array,
  s: number,
  z: Float64Array,
  room: Room,
): void {
  const { shape } = c;
  const width = shape.first[s + 1]! - shape.first[s]!;
  const below = shape.rowStart[s + 1]! - shape.rowStart[s]! - width;
  const at = shape.panelStart[s]!;
  const low = at + width * width;
  invertSquare(panels, at, width, room.inverse);
  rowsTimesRows(panels, low, width, below, room.inverse, width, width, (i, k, value) => {
    room.g[k * below + i] = value;
  });
  gatherKnown(c, s, z, room.known);
  rowsTimesRows(room.known, 0, below, below, room.g, below, width, (i, k, value) => {
    room.across[k * below + i] = -value;
    z[low + i * width + k] = -value;
  });
  fillSquare(z, at, width, below, room);
}

/** Z₁₁ from both halves of its formula, one triangle computed and both written. */
function fillSquare(z: Float64Array, at: number, width: number, below: number, room: Room): void {
  const { inverse, g, across } = room;
  const put = (a: number, b: number, value: number) => {
    z[at + a * width + b] = value;
    z[at + b * width + a] = value;
  };
  let a = 0;
  for (; a + TILE_ROWS <= width; a += TILE_ROWS) {
    for (let b = 0; b < a + TILE_ROWS; b += TILE_COLUMNS) {
      // column a of the inverse is zero before its diagonal
      tileProduct(inverse, a * width + a, width, inverse, b * width + a, width, width - a, tile);
      tileProduct(g, a * below, below, across, b * below, below, below, otherTile);
      for (let i = 0; i < TILE_ROWS; i++) {
        put(a + i, b, tile[2 * i]! - otherTile[2 * i]!);
        put(a + i, b + 1, tile[2 * i + 1]! - otherTile[2 * i + 1]!);
      }
    }
  }
  for (; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      const square = product(inverse, a * width + a, inverse, b * width + a, width - a);
      put(a, b, square - product(g, a * below, across, b * below, below));
    }
  }
}

const tile = new Float64Array(TILE_ROWS * TILE_COLUMNS);
const otherTile = new Float64Array(TILE_ROWS * TILE_COLUMNS);

/** Hands over every scalar product of `rows` rows of `a` with `columns` rows of `b`. */
function rowsTimesRows(
  a: Float64Array,
  x: number,
  length: number,
  rows: number,
  b: Float64Array,
  yStride: number,
  columns: number,
  take: (row: number, column: number, value: number) => void,
): void {
  let r = 0;
  for (; r + TILE_ROWS <= rows; r += TILE_ROWS) {
    for (let k = 0; k < columns; k += TILE_COLUMNS) {
      // an odd last column is taken twice
      const stride = k + 1 < columns ? yStride : 0;
      tileProduct(a, x + r * length, length, b, k * yStride, stride, length, tile);
      for (let i = 0; i < TILE_ROWS; i++) {
        take(r + i, k, tile[2 * i]!);
        if (stride > 0) take(r + i, k + 1, tile[2 * i + 1]!);
      }
    }
  }
  for (; r < rows; r++) {
    for (let k = 0; k < columns; k++) {
      take(r, k, product(a, x + r * length, b, k * yStride, length));
    }
  }
}

/** L₁₁⁻¹ transposed: row c holds column c of the inverse, zeros before the diagonal. */
function invertSquare(panels: Float64Array, at: number, width: number, out: Float64Array): void {
  for (let r = 0; r < width; r++) {
    const row = at + r * width;
    const pivot = 1 / panels[row + r]!;
    for (let c = r + 1; c < width; c++) out[c * width + r] = 0;
    let c = 0;
    for (; c + TILE_ROWS <= r; c += TILE_ROWS) {
      tileProduct(out, c * width + c, width, panels, row + c, 0, r - c, tile);
      for (let i = 0; i < TILE_ROWS; i++) out[(c + i) * width + r] = -pivot * tile[2 * i]!;
    }
    for (; c < r; c++) {
      out[c * width + r] = -pivot * product(out, c * width + c, panels, row + c, r - c);
    }
    out[r * width + r] = pivot;
  }
}

/** Copies Z₂₂ of a supernode out of its ancestors' panels, both triangles. */
function gatherKnown(c: SparseCholesky, s: number, z: Float64Array, known: Float64Array): void {
  const { shape, places } = c;
  const width = shape.first[s + 1]! - shape.first[s]!;
  const below = shape.rowStart[s + 1]! - shape.rowStart[s]! - width;
  for (let run = c.groupStart[s]!; run < c.groupStart[s + 1]!; run++) {
    const t = c.target[run]!;
    const targetWidth = shape.first[t + 1]! - shape.first[t]!;
    const from = c.from[run]!;
    const to = c.to[run]!;
    const placeOf = c.placeStart[run]! - from;
    for (let i = from; i < below; i++) {
      const row = shape.panelStart[t]! + places[placeOf + i]! * targetWidth;
      const end = Math.min(to, i + 1);
      for (let j = from; j < end; j++) {
        const value = z[row + places[placeOf + j]!]!;
        known[i * below + j] = value;
        known[j * below + i] = value;
      }
    }
  }
}
