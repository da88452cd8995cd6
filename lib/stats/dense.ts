/** A small dense matrix as rows. */
export type Matrix = number[][];

/** The product of a matrix and a vector. */
export function times(a: Matrix, x: readonly number[]): number[] {
  return a.map((row) => dot(row, x));
}

/** The scalar product. */
export function dot(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** xᵀ·A·x */
export function quadratic(a: Matrix, x: readonly number[]): number {
  return dot(times(a, x), x);
}

/**
 * The inverse by Gauss–Jordan elimination with row pivots.
 * Returns null when the matrix is singular to working precision.
 */
export function inverse(a: Matrix): Matrix | null {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  const scale = Math.max(...a.flat().map(Math.abs));
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) {
      if (Math.abs(work[r]![c]!) > Math.abs(work[pivot]![c]!)) pivot = r;
    }
    if (!(Math.abs(work[pivot]![c]!) > 1e-14 * scale)) return null;
    [work[c], work[pivot]] = [work[pivot]!, work[c]!];
    const lead = work[c]![c]!;
    work[c] = work[c]!.map((value) => value / lead);
    for (let r = 0; r < n; r++) {
      const factor = r === c ? 0 : work[r]![c]!;
      if (factor !== 0) work[r] = work[r]!.map((value, k) => value - factor * work[c]![k]!);
    }
  }
  return work.map((row) => row.slice(n));
}

/**
 * Eigenvalues (descending) and eigenvectors (columns) of a symmetric matrix, by Jacobi rotations.
 * @throws Error without convergence in 100 sweeps
 */
export function symmetricEigen(matrix: Matrix): { values: number[]; vectors: Matrix } {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v: Matrix = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  const size = Math.max(...a.flat().map(Math.abs), Number.MIN_VALUE);
  for (let sweep = 0; sweep < 100; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += Math.abs(a[p]![q]!);
    if (off <= 1e-15 * size * n * n) return sortEigen(a, v);
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  }
  throw new Error("symmetricEigen: did not converge in 100 sweeps");
}

function rotate(a: Matrix, v: Matrix, p: number, q: number): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const m of [a, v]) {
    for (const row of m) {
      const [x, y] = [row[p]!, row[q]!];
      row[p] = c * x - s * y;
      row[q] = s * x + c * y;
    }
  }
  const [rowP, rowQ] = [a[p]!, a[q]!];
  a[p] = rowP.map((x, k) => c * x - s * rowQ[k]!);
  a[q] = rowP.map((x, k) => s * x + c * rowQ[k]!);
}

function sortEigen(a: Matrix, v: Matrix): { values: number[]; vectors: Matrix } {
  const order = a.map((_, i) => i).sort((i, j) => a[j]![j]! - a[i]![i]!);
  return {
    values: order.map((i) => a[i]![i]!),
    vectors: v.map((row) => order.map((i) => row[i]!)),
  };
}

/**
 * The inverse of a symmetric matrix over its eigenvalues above `tolerance`
 * (Moore–Penrose on the positive part), with how many were used.
 * @throws Error where the eigenvalues do not converge
 */
export function positiveInverse(a: Matrix, tolerance = 1e-8): { inverse: Matrix; rank: number } {
  const { values, vectors } = symmetricEigen(a);
  const rank = values.filter((value) => value > tolerance).length;
  const result = a.map((row) => row.map(() => 0));
  for (let k = 0; k < rank; k++) {
    for (let i = 0; i < a.length; i++) {
      for (let j = 0; j < a.length; j++) {
        result[i]![j]! += (vectors[i]![k]! * vectors[j]![k]!) / values[k]!;
      }
    }
  }
  return { inverse: result, rank };
}
