import { describe, expect, it } from "vitest";
import { binaryLike, calibration, entropies } from "@/lib/analysis/certainty";

const rows = [
  [1, 0, 0, 0],
  [0.25, 0.25, 0.25, 0.25],
  [0.96, 0.02, 0.02, 0],
].map((row) => Float64Array.from(row));

describe("certainty", () => {
  it("has no entropy where one class has all, ln(classes) where all have the same", () => {
    const [sure, unsure, between] = entropies(rows);
    expect(sure).toBe(0);
    expect(unsure).toBeCloseTo(Math.log(4), 12);
    expect(between).toBeCloseTo(-(0.96 * Math.log(0.96) + 0.04 * Math.log(0.02)), 12);
  });

  it("counts values near 0 and 1, and steps that are decided", () => {
    expect(binaryLike(rows)).toEqual({ values: 8 / 12, decided: 2 / 3 });
  });
});

describe("calibration", () => {
  it("is the weighted gap between confidence and being right", () => {
    const choices = [
      { confidence: 0.95, right: true },
      { confidence: 0.91, right: false },
      { confidence: 0.55, right: true },
      { confidence: 1, right: true },
    ];
    const found = calibration(choices);
    expect(found.bins.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 3]);
    const last = found.bins[9]!;
    expect(last.confidence).toBeCloseTo((0.95 + 0.91 + 1) / 3, 12);
    expect(last.accuracy).toBeCloseTo(2 / 3, 12);
    expect(found.error).toBeCloseTo((0.45 + Math.abs(2.86 - 2)) / 4, 12);
    expect(found.bins[0]!.confidence).toBeNull();
    expect(found.accuracy).toBe(0.75);
  });

  it("is 0 for a forecaster who is right as often as it says", () => {
    const choices = Array.from({ length: 100 }, (_, i) => ({ confidence: 0.7, right: i < 70 }));
    expect(calibration(choices).error).toBeCloseTo(0, 12);
  });
});
