import { describe, expect, it } from "vitest";
import { orthogonalRows } from "@/lib/models/tensorflow/orthogonal";

describe("orthogonal rows", () => {
  it("have length 1 and stand at right angles", () => {
    const [rows, columns] = [24, 96];
    const matrix = orthogonalRows(rows, columns, 5);
    for (let a = 0; a < rows; a++) {
      for (let b = a; b < rows; b++) {
        let dot = 0;
        for (let i = 0; i < columns; i++)
          dot += matrix[a * columns + i]! * matrix[b * columns + i]!;
        expect(Math.abs(dot - (a === b ? 1 : 0))).toBeLessThan(1e-6);
      }
    }
  });

  it("work for square matrices and follow from the seed", () => {
    expect(orthogonalRows(8, 8, 1)).toEqual(orthogonalRows(8, 8, 1));
    expect(orthogonalRows(8, 8, 1)).not.toEqual(orthogonalRows(8, 8, 2));
    expect(orthogonalRows(8, 8, 1).every(Number.isFinite)).toBe(true);
  });
});
