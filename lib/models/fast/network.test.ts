import { describe, expect, it } from "vitest";
import { simdAvailable } from "@/lib/models/fast/kernels";
import { fastNetwork, type NamedWeights } from "@/lib/models/fast/network";
import type { ModelId } from "@/lib/models/model-ids";
import golden from "@/tests/golden/models/forward.json";
import { fixedWeight } from "@/tests/oracle/models/fixed-numbers";
import { FLOAT64 } from "@/tests/oracle/models/float64-architectures";
import { fixedWindows, goldenRow } from "@/tests/oracle/models/golden-forward";

/** The names and shapes that an architecture asks for, with the golden computation's numbers. */
function fixedWeights(model: string, classes: number): NamedWeights {
  const found = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  const window = fixedWindows(classes)[0]!.map((event) => {
    const row = new Float64Array(classes);
    row[event] = 1;
    return row;
  });
  FLOAT64[model]!(window, classes, (name, shape) => {
    const values = fixedWeight(name, shape);
    found.set(name.replace("/local_kernel", "/kernel"), {
      shape,
      values: Float32Array.from(values),
    });
    return { shape, values };
  });
  return found;
}

function largestDifference(got: Float32Array, expected: readonly number[]): number {
  expect(got.length).toBe(expected.length);
  return Math.max(...Array.from(got, (v, i) => Math.abs(v - expected[i]!)));
}

describe("fast networks", () => {
  it("run on SIMD here", () => {
    expect(simdAvailable()).toBe(true);
  });

  it.each(golden)(
    "$model gives the golden values to 1e-5, for any batch",
    async (row) => {
      const weights = fixedWeights(row.model, row.classes);
      const net = fastNetwork(row.model as ModelId, { window: 64, classes: row.classes }, weights);
      const windows = Uint16Array.from(row.windows.flat());
      expect(largestDifference(await net.logits(windows, 2), row.logits.flat())).toBeLessThan(1e-5);
      // 35 windows: more than are computed together, and an odd number of rows
      const many = new Uint16Array(35 * 64);
      for (let b = 0; b < 35; b++) many.set(row.windows[b % 2]!, b * 64);
      const logits = await net.logits(many, 35);
      const expected = Array.from({ length: 35 }, (_, b) => row.logits[b % 2]!).flat();
      expect(largestDifference(logits, expected)).toBeLessThan(1e-5);
      const again = await net.logits(windows, 2);
      expect([...again]).toEqual([...logits.subarray(0, 2 * row.classes)]);
    },
    180_000,
  );

  it("give the same without SIMD", async () => {
    for (const model of ["CNN_Naive_Large", "CNN_b", "LSTM"] as const) {
      const row = golden.find((r) => r.model === model)!;
      const net = fastNetwork(model, { window: 64, classes: 38 }, fixedWeights(model, 38), false);
      const logits = await net.logits(Uint16Array.from(row.windows.flat()), 2);
      expect(largestDifference(logits, row.logits.flat())).toBeLessThan(1e-5);
    }
  });

  it("work for the polyphony alphabet", async () => {
    const row = goldenRow("CNN_c", 259);
    const net = fastNetwork("CNN_c", { window: 64, classes: 259 }, fixedWeights("CNN_c", 259));
    const logits = await net.logits(Uint16Array.from(row.windows.flat()), 2);
    expect(largestDifference(logits, row.logits.flat())).toBeLessThan(1e-5);
  });

  it("name a weight that is missing", () => {
    const weights = new Map(fixedWeights("CNN_Naive", 38));
    weights.delete("layer3_norm/beta");
    expect(() => fastNetwork("CNN_Naive", { window: 64, classes: 38 }, weights)).toThrow(
      /expected the weight layer3_norm\/beta, got none/,
    );
  });
});
