import { describe, expect, it } from "vitest";
import { parseTruth, trueRating } from "@/lib/study/rating-truth";
import { expectedRating, recover } from "./recovery";

const scale = { id: "harmony", low: 0, high: 5 };
const variances = { participant: 0.3, participantCondition: 0.2, stimulus: 0.2, residual: 0.6 };
const own = { effects: { a: 2.2, b: 2.8 }, variances };
const truth = { dimensions: { harmony: own } };
const design = Array.from({ length: 10 }, (_, p) =>
  ["a", "b"].flatMap((condition) =>
    Array.from({ length: 4 }, (_, s) => ({
      participant: `p${p}`,
      stimulus: `${condition}${s}`,
      condition,
    })),
  ),
).flat();

describe("a known truth", () => {
  it("gives the ratings that it expects on average", () => {
    let sum = 0;
    const n = 4000;
    for (let i = 0; i < n; i++) {
      const shown = { participant: i, stimulus: `s${i}`, condition: "a", presentation: 1 };
      sum += trueRating(own, "seed", "harmony", shown, scale);
    }
    // six standard errors of a mean with a standard deviation of about 1.2
    expect(Math.abs(sum / n - expectedRating(own, "a", scale))).toBeLessThan(0.12);
  });

  it("gives one participant one rating of one presentation, whatever else is drawn", () => {
    const shown = { participant: 1, stimulus: "s", condition: "a", presentation: "t" };
    const once = trueRating(own, 1, "harmony", shown, scale);
    expect(trueRating(own, 1, "harmony", shown, scale)).toBe(once);
  });

  it("is refused with the reason where it does not fit the study", () => {
    const study = { dimensions: [scale], conditions: ["a", "b", "c"] };
    expect(() => parseTruth(truth, study)).toThrow("harmony: expected an effect of c");
    const few = { dimensions: { harmony: { ...own, thresholds: [1, 2] } } };
    expect(() => parseTruth(few, { ...study, conditions: ["a"] })).toThrow("5 thresholds, got 2");
    expect(() => parseTruth({ dimensions: {} }, study)).toThrow("expected the dimension harmony");
  });
});

describe("recover", () => {
  it("finds the truth without bias, covers it, and rejects a true null seldom", () => {
    const result = recover(truth, design, [scale], {
      ...{ studies: 60, ordinalStudies: 0, alpha: 0.05, seed: 3 },
    });
    const [difference] = result.differences;
    expect(difference!.truth).toBeLessThan(0);
    const error = difference!.sd! / Math.sqrt(60);
    expect(Math.abs(difference!.bias)).toBeLessThan(4 * error);
    expect(difference!.coverage).toBeGreaterThan(0.82);
    expect(result.nulls[0]!.crossed).toBeLessThan(0.16);
    expect(result.nulls[0]!.pooled).toBeGreaterThan(result.nulls[0]!.crossed!);
    expect(result.nulls[0]!.ordinal).toBeNull();
  });
});
