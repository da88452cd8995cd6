import { expect, test } from "vitest";
import { describeBy, describe as describeValues, quantile } from "./descriptive";

test("describe gives the numbers of R's mean, sd, median and t.test", () => {
  const got = describeValues([0, 2, 1, 3, 5, 4, 4]);
  expect(got.n).toBe(7);
  expect(got.mean).toBeCloseTo(2.714285714286, 10);
  expect(got.sd).toBeCloseTo(1.799470821685, 10);
  expect(got.se).toBeCloseTo(0.680136042, 8);
  expect(got.median).toBe(3);
  expect(got.interval?.low).toBeCloseTo(1.0500563, 5);
  expect(got.interval?.high).toBeCloseTo(4.3785151, 5);
});

test("one value has a mean but no spread; none is an error; NaN is an error", () => {
  expect(describeValues([0])).toEqual({
    n: 1,
    mean: 0,
    sd: null,
    se: null,
    median: 0,
    min: 0,
    max: 0,
    interval: null,
  });
  expect(() => describeValues([])).toThrow("at least one value");
  expect(() => describeValues([1, Number.NaN])).toThrow("finite");
});

test("describeBy groups by every combination of keys and keeps zeros", () => {
  const rows = [
    { condition: "a", dimension: "harmony", rating: 0 },
    { condition: "a", dimension: "harmony", rating: 2 },
    { condition: "a", dimension: "reality", rating: 5 },
    { condition: "b", dimension: "harmony", rating: 3 },
  ];
  const got = describeBy(rows, ["condition", "dimension"]);
  expect(got.map((g) => [g.key.condition, g.key.dimension, g.n, g.mean])).toEqual([
    ["a", "harmony", 2, 1],
    ["a", "reality", 1, 5],
    ["b", "harmony", 1, 3],
  ]);
});

test("quantile interpolates as R's type 7", () => {
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  expect(quantile([5], 0.9)).toBe(5);
});
