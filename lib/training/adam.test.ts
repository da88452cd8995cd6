import { describe, expect, it } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { adamUpdate, freshAdam } from "@/lib/training/adam";

/**
 * Adam in float64 as Keras writes it: m̂ and v̂ are never formed; the rate is corrected instead and
 * epsilon stands beside √v (tf.keras.optimizers.Adam(rate, 0.9, 0.999, epsilon=1e-7)).
 */
function float64Adam(weight: number, gradients: readonly number[], rate: number): number {
  let [w, m, v] = [weight, 0, 0];
  gradients.forEach((g, index) => {
    const t = index + 1;
    m += (g - m) * 0.1;
    v += (g * g - v) * 0.001;
    const corrected = (rate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
    w -= (corrected * m) / (Math.sqrt(v) + 1e-7);
  });
  return w;
}

describe("Adam", () => {
  it("equals an independent float64 computation over 200 updates", () => {
    const rng = namedStream(1, "adam");
    const start = Array.from({ length: 7 }, () => rng.float() - 0.5);
    const gradients = Array.from({ length: 200 }, () =>
      // Magnitudes from 1e-6 to 1: the smallest feel epsilon.
      start.map((_, i) => (rng.float() - 0.3) * 10 ** -i),
    );
    const weights = [Float32Array.from(start.slice(0, 3)), Float32Array.from(start.slice(3))];
    const state = freshAdam([3, 4]);
    for (const g of gradients) {
      adamUpdate(
        state,
        weights,
        [Float32Array.from(g.slice(0, 3)), Float32Array.from(g.slice(3))],
        0.01,
      );
    }
    expect(state.updates).toBe(200);
    const got = [...weights[0]!, ...weights[1]!];
    start.forEach((w, i) => {
      const column = gradients.map((g) => Math.fround(g[i]!));
      const expected = float64Adam(Math.fround(w), column, 0.01);
      expect(Math.abs(got[i]! - expected)).toBeLessThan(2e-5);
    });
  });

  it("moves by the rate in the first update, whatever the gradient's size", () => {
    const weights = [Float32Array.from([0, 0])];
    adamUpdate(freshAdam([2]), weights, [Float32Array.from([0.5, -300])], 0.01);
    expect(weights[0]![0]).toBeCloseTo(-0.01, 6);
    expect(weights[0]![1]).toBeCloseTo(0.01, 6);
  });
});
