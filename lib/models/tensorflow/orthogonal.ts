import { namedStream, type Rng } from "@/lib/shared/rng";

/** Standard normal draws (Box–Muller), enough of them to fill `length`. */
function normals(rng: Rng, length: number): Float64Array {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - rng.float()));
    const angle = 2 * Math.PI * rng.float();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < length) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

function removeProjection(row: Float64Array, onto: Float64Array): void {
  let dot = 0;
  for (let i = 0; i < row.length; i++) dot += row[i]! * onto[i]!;
  for (let i = 0; i < row.length; i++) row[i]! -= dot * onto[i]!;
}

/**
 * A [rows, columns] matrix (rows ≤ columns) with orthonormal rows, row-major, drawn from the seed
 * (Saxe et al. 2014). Modified Gram–Schmidt in float64: drawn rows are so far from dependent that one
 * pass is exact to float32. The initialiser of TensorFlow.js takes minutes for an LSTM of 512 units.
 */
export function orthogonalRows(rows: number, columns: number, seed: number): Float32Array {
  const rng = namedStream(seed, "orthogonal");
  const done: Float64Array[] = [];
  for (let r = 0; r < rows; r++) {
    const row = normals(rng, columns);
    for (const other of done) removeProjection(row, other);
    const norm = Math.hypot(...row);
    done.push(row.map((value) => value / norm));
  }
  const matrix = new Float32Array(rows * columns);
  done.forEach((row, r) => {
    matrix.set(row, r * columns);
  });
  return matrix;
}
