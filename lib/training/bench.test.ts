import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "@/lib/models/backend";
import { benchCalls, benchStep, matmulRate, summariseTimes, timed } from "@/lib/training/bench";

beforeAll(async () => {
  await chooseBackend("cpu");
});

describe("bench", () => {
  it("takes best and median", () => {
    expect(summariseTimes([3, 1, 2])).toEqual({ best: 1, median: 2, repeats: 3 });
    expect(summariseTimes([4, 1, 2, 3])).toEqual({ best: 1, median: 2.5, repeats: 4 });
  });

  it("leaves the warm-up out", async () => {
    let runs = 0;
    const times = await timed(async () => runs++, 3, 2);
    expect([runs, times.repeats]).toEqual([5, 3]);
  });

  it("counts the operations of a step and what they are of the matrix product rate", async () => {
    const { gflops: rate, times } = await matmulRate(64, 3);
    expect(rate).toBeCloseTo((2 * 64 ** 3) / 1e6 / times.best, 6);
    const bench = await benchStep("CNN_b", { batch: 1, repeats: 1, rate });
    expect(bench.gflop).toBeCloseTo((3 * 2_786_000) / 1e9, 4);
    expect(bench.gflops).toBeCloseTo(bench.gflop / (bench.ms.best / 1000), 10);
    expect(bench.share).toBeCloseTo(bench.gflops / rate, 10);
    expect(bench.examplesPerSecond).toBeCloseTo(1000 / bench.ms.best, 6);
  });

  it("calls the predictor with whole windows at batch 1, 10 and 64", async () => {
    const seen: number[] = [];
    const score = async (windows: Uint16Array, batch: number) => {
      expect(windows.length).toBe(batch * 64);
      expect(Math.max(...windows)).toBeLessThan(5);
      seen.push(batch);
    };
    const times = await benchCalls(score, { window: 64, classes: 5, repeats: 1 });
    expect(Object.keys(times)).toEqual(["1", "10", "64"]);
    expect(new Set(seen)).toEqual(new Set([1, 10, 64]));
  });
});
