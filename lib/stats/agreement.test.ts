import { describe, expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { dPrime } from "./d-prime";
import { dimensionCorrelations } from "./dimension-correlation";
import { equivalence } from "./equivalence";
import { krippendorffAlpha } from "./krippendorff";
import type { RatingRow } from "./long-table";
import { normalDraw } from "./simulate";
import { testRetest } from "./test-retest";

const row = (participant: string, stimulus: string, rating: number, more = {}): RatingRow => ({
  participant,
  stimulus,
  condition: "a",
  dimension: "harmony",
  rating,
  ...more,
});

describe("Krippendorff's α", () => {
  const units = [
    [1, 1, 2],
    [3, 3, 3],
    [2, 2, null],
    [5, 4, 5],
    [1, null, null],
    [2, 3, 2],
  ];
  test("the interval is seeded, holds the value and narrows with more units", () => {
    const few = krippendorffAlpha(units, "ordinal", { seed: "x" })!;
    expect(krippendorffAlpha(units, "ordinal", { seed: "x" })).toEqual(few);
    expect(krippendorffAlpha(units, "ordinal", { seed: "y" })!.interval).not.toEqual(few.interval);
    expect(few.interval!.low).toBeLessThan(few.value);
    expect(few.interval!.high).toBeGreaterThan(few.value);
    const many = krippendorffAlpha(Array.from({ length: 20 }, () => units).flat(), "ordinal")!;
    const width = (a: typeof few) => a.interval!.high - a.interval!.low;
    expect(width(many)).toBeLessThan(width(few) / 2);
    expect(few.units).toBe(5);
  });
  test("no pairs or one value only: no α; negative values on a ratio scale: an error", () => {
    expect(krippendorffAlpha([[1], [2]], "nominal")).toBeNull();
    expect(
      krippendorffAlpha(
        [
          [3, 3],
          [3, 3],
        ],
        "ordinal",
      ),
    ).toBeNull();
    expect(() => krippendorffAlpha([[-1, 1]], "ratio")).toThrow("0 or more");
  });
});

describe("test–retest", () => {
  test("pairs by participant, stimulus and dimension", () => {
    const first = [row("p1", "s1", 3), row("p1", "s2", 0), row("p2", "s1", 5)];
    const repeats = [
      row("p1", "s1", 4),
      row("p2", "s1", 3),
      row("p1", "s2", 0),
      row("p3", "s1", 1),
    ];
    const got = testRetest(first, repeats, { resamples: 100 })!;
    expect(got.pairs).toBe(3);
    expect(got.participants).toBe(2);
    expect(got.meanShift).toBeCloseTo(-1 / 3, 12);
    expect(got.meanAbsolute).toBe(1);
    expect(got.equal).toBeCloseTo(1 / 3, 12);
    expect(got.withinOne).toBeCloseTo(2 / 3, 12);
    expect(got.measurementError).toBeCloseTo(Math.sqrt(5 / 6), 12);
    // pairs (3,4), (0,0), (5,3)
    expect(got.correlation).toBeCloseTo(75 / Math.sqrt(114 * 78), 12);
    expect(testRetest(first, [])).toBeNull();
  });
});

describe("equivalence", () => {
  test("rejects exactly when the 1 − 2α interval lies within the margin", () => {
    const difference = { estimate: 0.1, se: 0.1, df: 20 };
    for (const margin of [0.15, 0.25, 0.272, 0.273, 0.5]) {
      const { interval, equivalent, p } = equivalence(difference, margin);
      expect(equivalent).toBe(interval.low > -margin && interval.high < margin);
      expect(equivalent).toBe(p < 0.05);
    }
    expect(equivalence(difference, 0.272).equivalent).toBe(false);
    expect(equivalence(difference, 0.273).equivalent).toBe(true);
    expect(() => equivalence(difference, 0)).toThrow("margin above 0");
  });
});

describe("correlation of dimensions within stimuli", () => {
  test("is free of what stimuli share", () => {
    const rng = namedStream(8, "dimensions");
    const rows: RatingRow[] = [];
    for (let s = 0; s < 30; s++) {
      // both dimensions follow the stimulus, but within a stimulus they go apart
      const level = normalDraw(rng, 3);
      for (let p = 0; p < 10; p++) {
        const taste = normalDraw(rng, 1);
        rows.push(row(`p${p}`, `s${s}`, level + taste));
        rows.push(
          row(`p${p}`, `s${s}`, level - taste + normalDraw(rng, 0.3), { dimension: "reality" }),
        );
      }
    }
    const [got] = dimensionCorrelations(rows, { resamples: 200 });
    expect(got!.pairs).toBe(300);
    expect(got!.within!).toBeLessThan(-0.9);
    expect(got!.between!).toBeGreaterThan(0.9);
    expect(got!.withinInterval!.high).toBeLessThan(-0.85);
  });
});

describe("d′", () => {
  const answers = (condition: string, yes: number, no: number) =>
    Array.from({ length: yes + no }, (_, i) =>
      row(`p${i % 8}`, `${condition}${i}`, i < yes ? 1 : 0, { condition }),
    );
  test("equals z(H) − z(F) with half an answer added", () => {
    const rows = [...answers("human", 30, 10), ...answers("model", 12, 28)];
    const got = dPrime(rows, "human", "model", { resamples: 200 });
    // qnorm(30.5/41) − qnorm(12.5/41)
    expect(got.dPrime).toBeCloseTo(0.6553 + 0.5101, 3);
    expect([got.hits, got.signalTrials, got.falseAlarms, got.noiseTrials]).toEqual([
      30, 40, 12, 40,
    ]);
    expect(got.interval!.low).toBeLessThan(got.dPrime);
  });
  test("perfect answers stay finite; three values or a missing condition are errors", () => {
    const rows = [...answers("human", 20, 0), ...answers("model", 0, 20)];
    expect(Number.isFinite(dPrime(rows, "human", "model", { resamples: 10 }).dPrime)).toBe(true);
    expect(() => dPrime([...rows, row("p", "s", 2)], "human", "model")).toThrow("two different");
    expect(() => dPrime(rows, "human", "other")).toThrow('both "human" and "other"');
  });
});
