/**
 * Symmetric positive definite matrices of arrow shape, the shape of crossed random effects once
 * one grouping (say, participants) is put first: small square blocks down the diagonal, a border
 * from every block to the last columns, and a dense corner. All matrices are row-major.
 *
 *     ⎡ D₁         B₁ ⎤
 *     ⎢     D₂     B₂ ⎥        dimension = Σ sizes + corner
 *     ⎣ B₁ᵀ B₂ᵀ    C  ⎦
 */
export interface ArrowMatrix {
  /** number of columns of each block */
  sizes: readonly number[];
  /** number of columns of the corner */
  corner: number;
  /** block i: sizes[i] × sizes[i], lower triangle used */
  blocks: Float64Array[];
  /** border i: sizes[i] × corner */
  borders: Float64Array[];
  /** corner × corner, lower triangle used */
  cornerBlock: Float64Array;
}

/** An arrow matrix of zeros. */
export function arrowMatrix(sizes: readonly number[], corner: number): ArrowMatrix {
  return {
    sizes,
    corner,
    blocks: sizes.map((m) => new Float64Array(m * m)),
    borders: sizes.map((m) => new Float64Array(m * corner)),
    cornerBlock: new Float64Array(corner * corner),
  };
}

/** Overwrites the lower triangle with its Cholesky factor; false when not positive definite. */
export function factorDense(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = a[row + j]!;
      for (let k = 0; k < j; k++) sum -= a[row + k]! * a[other + k]!;
      if (j < i) a[row + j] = sum / a[other + j]!;
      else if (sum > 0) a[row + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L·x = b in place, L the factor of `factorDense`. */
export function forwardSolve(l: Float64Array, n: number, b: Float64Array, at = 0): void {
  for (let i = 0; i < n; i++) {
    let sum = b[at + i]!;
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * b[at + k]!;
    b[at + i] = sum / l[i * n + i]!;
  }
}

/** Solves Lᵀ·x = b in place, L the factor of `factorDense`. */
export function backwardSolve(l: Float64Array, n: number, b: Float64Array, at = 0): void {
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[at + i]!;
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i]! * b[at + k]!;
    b[at + i] = sum / l[i * n + i]!;
  }
}

/** The inverse of L·Lᵀ, full and symmetric. */
export function inverseOfFactor(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    column.fill(0);
    column[j] = 1;
    forwardSolve(l, n, column);
    backwardSolve(l, n, column);
    for (let i = 0; i < n; i++) inverse[i * n + j] = column[i]!;
  }
  return inverse;
}

/** Border ← L⁻¹·border for an m × m factor L and an m × s border. */
function solveBorder(l: Float64Array, m: number, border: Float64Array, s: number): void {
  for (let r = 0; r < m; r++) {
    for (let q = 0; q < r; q++) {
      const factor = l[r * m + q]!;
      if (factor === 0) continue;
      for (let c = 0; c < s; c++) border[r * s + c]! -= factor * border[q * s + c]!;
    }
    const scale = 1 / l[r * m + r]!;
    for (let c = 0; c < s; c++) border[r * s + c]! *= scale;
  }
}

/** Corner ← corner − borderᵀ·border, lower triangle, skipping the zeros of the border. */
function subtractBorder(corner: Float64Array, s: number, border: Float64Array, m: number): void {
  for (let r = 0; r < m; r++) {
    for (let a = 0; a < s; a++) {
      const value = border[r * s + a]!;
      if (value === 0) continue;
      const row = a * s;
      for (let b = 0; b <= a; b++) corner[row + b]! -= value * border[r * s + b]!;
    }
  }
}

/**
 * Overwrites the matrix with its Cholesky factor: blocks with L_i, borders with L_i⁻¹B_i, the
 * corner with the factor of C − Σ Bᵀ D⁻¹ B. Returns false when it is not positive definite.
 */
export function factorArrow(a: ArrowMatrix): boolean {
  const s = a.corner;
  for (let i = 0; i < a.sizes.length; i++) {
    const m = a.sizes[i]!;
    if (!factorDense(a.blocks[i]!, m)) return false;
    solveBorder(a.blocks[i]!, m, a.borders[i]!, s);
    subtractBorder(a.cornerBlock, s, a.borders[i]!, m);
  }
  return factorDense(a.cornerBlock, s);
}

/** log of the determinant of the matrix, from its factor, over the first `corner` corner columns. */
export function logDeterminant(factor: ArrowMatrix, corner = factor.corner): number {
  let sum = 0;
  factor.blocks.forEach((block, i) => {
    const m = factor.sizes[i]!;
    for (let r = 0; r < m; r++) sum += Math.log(block[r * m + r]!);
  });
  const s = factor.corner;
  for (let r = 0; r < corner; r++) sum += Math.log(factor.cornerBlock[r * s + r]!);
  return 2 * sum;
}

/** Solves (matrix)·x = b in place; b holds the columns of the blocks in order, then the corner. */
export function solveArrow(factor: ArrowMatrix, b: Float64Array): void {
  const s = factor.corner;
  const cornerAt = b.length - s;
  let at = 0;
  factor.sizes.forEach((m, i) => {
    forwardSolve(factor.blocks[i]!, m, b, at);
    const border = factor.borders[i]!;
    for (let r = 0; r < m; r++) {
      const value = b[at + r]!;
      for (let c = 0; c < s; c++) b[cornerAt + c]! -= value * border[r * s + c]!;
    }
    at += m;
  });
  forwardSolve(factor.cornerBlock, s, b, cornerAt);
  backwardSolve(factor.cornerBlock, s, b, cornerAt);
  at = 0;
  factor.sizes.forEach((m, i) => {
    const border = factor.borders[i]!;
    for (let r = 0; r < m; r++) {
      let sum = b[at + r]!;
      for (let c = 0; c < s; c++) sum -= border[r * s + c]! * b[cornerAt + c]!;
      b[at + r] = sum;
    }
    backwardSolve(factor.blocks[i]!, m, b, at);
    at += m;
  });
}

/**
 * The entries of the inverse that lie inside the arrow shape (blocks, borders, corner), full and
 * symmetric, from the factor: with G = L⁻ᵀ·(L⁻¹B), the corner is Σ = (corner factor)⁻¹, a border
 * is −GΣ and a block is D⁻¹ + GΣGᵀ.
 */
export function inverseArrow(factor: ArrowMatrix): ArrowMatrix {
  const s = factor.corner;
  const sigma = inverseOfFactor(factor.cornerBlock, s);
  const inverse = arrowMatrix(factor.sizes, s);
  inverse.cornerBlock.set(sigma);
  factor.sizes.forEach((m, i) => {
    const g = backwardRows(factor.blocks[i]!, m, factor.borders[i]!, s);
    const border = inverse.borders[i]!;
    for (let r = 0; r < m; r++) {
      for (let k = 0; k < s; k++) {
        const value = g[r * s + k]!;
        if (value === 0) continue;
        for (let c = 0; c < s; c++) border[r * s + c]! -= value * sigma[k * s + c]!;
      }
    }
    const block = inverse.blocks[i]!;
    block.set(inverseOfFactor(factor.blocks[i]!, m));
    for (let r = 0; r < m; r++) {
      for (let q = 0; q < m; q++) {
        let sum = 0;
        for (let c = 0; c < s; c++) sum -= border[r * s + c]! * g[q * s + c]!;
        block[r * m + q]! += sum;
      }
    }
  });
  return inverse;
}

/** L⁻ᵀ·rows for an m × m factor and m × s rows. */
function backwardRows(l: Float64Array, m: number, rows: Float64Array, s: number): Float64Array {
  const g = Float64Array.from(rows);
  for (let r = m - 1; r >= 0; r--) {
    for (let q = r + 1; q < m; q++) {
      const factor = l[q * m + r]!;
      if (factor === 0) continue;
      for (let c = 0; c < s; c++) g[r * s + c]! -= factor * g[q * s + c]!;
    }
    const scale = 1 / l[r * m + r]!;
    for (let c = 0; c < s; c++) g[r * s + c]! *= scale;
  }
  return g;
}
