import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean, median, variance } from "./descriptive";
import { describeCounts } from "./value-counts";

function countsOf(values: readonly number[]) {
  const all = [...new Set(values)].sort((a, b) => a - b);
  return all.map((value) => ({ value, count: values.filter((one) => one === value).length }));
}

describe("describeCounts", () => {
  it("says of counts what the values themselves say", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2 }), (values) => {
        const found = describeCounts(countsOf(values));
        expect(found.n).toBe(values.length);
        expect(found.mean).toBeCloseTo(mean(values), 10);
        expect(found.sd).toBeCloseTo(Math.sqrt(variance(values)), 10);
        expect(found.median).toBe(median(values));
      }),
    );
  });

  it("passes over values that nobody gave", () => {
    const counts = [
      { value: 0, count: 1 },
      { value: 1, count: 0 },
      { value: 2, count: 1 },
    ];
    expect(describeCounts(counts)).toEqual({ n: 2, mean: 1, sd: Math.SQRT2, median: 1 });
  });

  it("gives no spread to a single value, and none where all are equal", () => {
    expect(describeCounts([{ value: 3, count: 1 }])).toEqual({
      n: 1,
      mean: 3,
      sd: null,
      median: 3,
    });
    expect(describeCounts([{ value: 3, count: 999_999 }]).sd).toBe(0);
  });
});
