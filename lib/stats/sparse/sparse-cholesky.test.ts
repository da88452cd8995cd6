import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inverse, type Matrix } from "@/lib/stats/dense";
import { adjacencyOf } from "./adjacency";
import { inverseSubset } from "./inverse-subset";
import { minimumDegreeOrder } from "./minimum-degree";
import {
  entryPlace,
  factorSparse,
  logDeterminantSparse,
  type SparseCholesky,
  sparseCholesky,
} from "./sparse-cholesky";
import { solveSparse } from "./sparse-solve";
import { choleskyShape } from "./symbolic-cholesky";

/** I + Σ a·a' over observations with one column of each of several groups: a mixed model's matrix. */
interface Crossed {
  n: number;
  width: number;
  columns: Int32Array;
  dense: Matrix;
}

function crossed(groups: readonly number[], observations: readonly (readonly number[])[]): Crossed {
  const starts = groups.map((_, k) => groups.slice(0, k).reduce((a, b) => a + b, 0));
  const n = groups.reduce((a, b) => a + b, 0);
  const columns = Int32Array.from(
    observations.flatMap((levels) => groups.map((count, k) => starts[k]! + (levels[k]! % count))),
  );
  const dense = Array.from({ length: n }, (_, r) =>
    Array.from({ length: n }, (_, c) => (r === c ? 1 : 0)),
  );
  observations.forEach((_, i) => {
    const own = columns.subarray(i * groups.length, (i + 1) * groups.length);
    for (const r of own) for (const c of own) dense[r]![c]! += 0.7;
  });
  return { n, width: groups.length, columns, dense };
}

function factored({ n, width, columns, dense }: Crossed): {
  cholesky: SparseCholesky;
  panels: Float64Array;
} {
  const cholesky = sparseCholesky(choleskyShape(adjacencyOf(columns, width, n)));
  const panels = new Float64Array(cholesky.shape.size);
  for (let r = 0; r < n; r++) {
    for (let c = 0; c <= r; c++) {
      if (dense[r]![c] !== 0) panels[entryPlace(cholesky, r, c)] = dense[r]![c]!;
    }
  }
  expect(factorSparse(cholesky, panels)).toBe(true);
  return { cholesky, panels };
}

/** log of the determinant by elimination, without pivots: the matrix is definite. */
function logDeterminant(matrix: Matrix): number {
  const a = matrix.map((row) => [...row]);
  let sum = 0;
  for (let k = 0; k < a.length; k++) {
    sum += Math.log(a[k]![k]!);
    for (let r = k + 1; r < a.length; r++) {
      const factor = a[r]![k]! / a[k]![k]!;
      for (let c = k; c < a.length; c++) a[r]![c]! -= factor * a[k]![c]!;
    }
  }
  return sum;
}

const model = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
    fc.array(fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 60,
    }),
  )
  .map(([groups, observations]) => crossed(groups, observations));

describe("sparse Cholesky factor against dense elimination", () => {
  test("determinant, solution and inverse of random crossed designs", () => {
    fc.assert(
      fc.property(model, (given) => {
        const { cholesky, panels } = factored(given);
        const { n, dense } = given;
        expect(logDeterminantSparse(cholesky, panels)).toBeCloseTo(logDeterminant(dense), 8);
        const known = inverse(dense)!;
        const { position } = cholesky.shape;
        const b = new Float64Array(n * 2);
        for (let j = 0; j < n; j++) {
          b[position[j]! * 2] = j + 1;
          b[position[j]! * 2 + 1] = 1;
        }
        solveSparse(cholesky, panels, b, 2);
        const z = inverseSubset(cholesky, panels);
        for (let r = 0; r < n; r++) {
          const wanted = known[r]!.reduce((sum, v, j) => sum + v * (j + 1), 0);
          expect(b[position[r]! * 2]).toBeCloseTo(wanted, 8);
          for (let c = 0; c <= r; c++) {
            if (dense[r]![c] === 0) continue;
            expect(z[entryPlace(cholesky, r, c)]).toBeCloseTo(known[r]![c]!, 8);
          }
        }
      }),
      { seed: 20, numRuns: 150 },
    );
  });

  test("a matrix that is not positive definite is refused", () => {
    const given = crossed(
      [2, 2],
      [
        [0, 0],
        [1, 1],
      ],
    );
    const cholesky = sparseCholesky(choleskyShape(adjacencyOf(given.columns, 2, 4)));
    const panels = new Float64Array(cholesky.shape.size);
    panels[entryPlace(cholesky, 0, 2)] = 2;
    for (let j = 0; j < 4; j++) panels[entryPlace(cholesky, j, j)] = 1;
    expect(factorSparse(cholesky, panels)).toBe(false);
  });

  test("the order is a permutation, and crossed terms fill far less than in the given order", () => {
    const observations = Array.from({ length: 2000 }, (_, i) => [(i * 7) % 500, i % 40]);
    const { columns } = crossed(
      [40, 500],
      observations.map(([a, b]) => [b!, a!]),
    );
    const graph = adjacencyOf(columns, 2, 540);
    const order = minimumDegreeOrder(graph);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 540 }, (_, j) => j));
    // 500 columns of four entries below, 40 dense: the best there is, joined supernodes apart
    expect(choleskyShape(graph).size).toBeLessThan(500 * 5 + 40 * 40 + 600);
  });
});
