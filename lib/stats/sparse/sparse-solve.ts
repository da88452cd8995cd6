import type { SparseCholesky } from "./sparse-cholesky";

/**
 * Solves L·X = B in place for several right sides.
 * @param b rows in the order of elimination × `sides` columns, row-major
 */
export function forwardSparse(c: SparseCholesky, panels: Float64Array, b: Float64Array, sides = 1) {
  const { shape } = c;
  for (let s = 0; s + 1 < shape.first.length; s++) {
    const first = shape.first[s]!;
    const width = shape.first[s + 1]! - first;
    const height = shape.rowStart[s + 1]! - shape.rowStart[s]!;
    const at = shape.panelStart[s]!;
    for (let r = 0; r < height; r++) {
      const target = shape.rows[shape.rowStart[s]! + r]! * sides;
      const end = Math.min(r, width);
      for (let k = 0; k < end; k++) {
        const factor = panels[at + r * width + k]!;
        const source = (first + k) * sides;
        for (let j = 0; j < sides; j++) b[target + j]! -= factor * b[source + j]!;
      }
      if (r >= width) continue;
      const pivot = 1 / panels[at + r * width + r]!;
      for (let j = 0; j < sides; j++) b[target + j]! *= pivot;
    }
  }
}

/** Solves Lᵀ·X = B in place; layout as in `forwardSparse`. */
export function backwardSparse(
  c: SparseCholesky,
  panels: Float64Array,
  b: Float64Array,
  sides = 1,
): void {
  const { shape } = c;
  for (let s = shape.first.length - 2; s >= 0; s--) {
    const first = shape.first[s]!;
    const width = shape.first[s + 1]! - first;
    const height = shape.rowStart[s + 1]! - shape.rowStart[s]!;
    const at = shape.panelStart[s]!;
    for (let r = height - 1; r >= 0; r--) {
      const source = shape.rows[shape.rowStart[s]! + r]! * sides;
      if (r < width) {
        const pivot = 1 / panels[at + r * width + r]!;
        for (let j = 0; j < sides; j++) b[source + j]! *= pivot;
      }
      const end = Math.min(r, width);
      for (let k = 0; k < end; k++) {
        const factor = panels[at + r * width + k]!;
        const target = (first + k) * sides;
        for (let j = 0; j < sides; j++) b[target + j]! -= factor * b[source + j]!;
      }
    }
  }
}

/** Solves L·Lᵀ·x = b in place. */
export function solveSparse(c: SparseCholesky, panels: Float64Array, b: Float64Array, sides = 1) {
  forwardSparse(c, panels, b, sides);
  backwardSparse(c, panels, b, sides);
}
