import { describe, expect, it } from "vitest";
import { confidence, recorded, softmaxRow } from "@/lib/analysis/confidence";
import { drift, type GeneratedEvents, qualityByBar } from "@/lib/analysis/length";

describe("confidence", () => {
  it("is the mean probability of the chosen class, in all and per class", () => {
    const outputs = [
      [0.5, 0.3, 0.2],
      [0.1, 0.8, 0.1],
      [0.9, 0.05, 0.05],
    ].map((row) => Float64Array.from(row));
    const { mean, byClass } = confidence(outputs, [0, 1, 0]);
    expect(mean).toBeCloseTo((0.5 + 0.8 + 0.9) / 3, 12);
    expect(byClass[0]).toBeCloseTo(0.7, 12);
    expect(byClass[1]).toBeCloseTo(0.8, 12);
    expect(byClass[2]).toBeNull();
  });

  it("records the softmax of every call without changing the scores", async () => {
    const logits = Float32Array.from([0, Math.log(3), 1000, 1000]);
    const { predictor, outputs } = recorded({ window: 1, classes: 2, logits: async () => logits });
    expect(await predictor.logits(new Uint16Array(2), 2)).toBe(logits);
    expect(outputs).toHaveLength(1);
    expect(outputs[0]![0]![1]).toBeCloseTo(0.75, 6);
    expect([...outputs[0]![1]!]).toEqual([0.5, 0.5]);
    expect(softmaxRow([1, 1, 1]).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});

describe("quality by bar", () => {
  const clip = (first: number, last: number): GeneratedEvents => {
    const chosen = Array.from({ length: 256 }, (_, i) => (i < 128 ? first : last));
    const events = Array.from({ length: 256 }, (_, i) =>
      i % 4 === 0 ? (i % 8 === 0 ? 10 : 13) : 0,
    );
    return { events, chosen, nats: chosen.map((p) => -Math.log(p)) };
  };

  it("averages each bar over clips", () => {
    const bars = qualityByBar([clip(0.5, 0.5), clip(0.7, 0.3)], 16);
    expect(bars).toHaveLength(16);
    expect(bars[0]).toMatchObject({ bar: 1, onsets: 4, interval: 3 });
    expect(bars[0]!.confidence).toBeCloseTo(0.6, 12);
    expect(bars[15]!.confidence).toBeCloseTo(0.4, 12);
  });

  it("measures the drift from the first eighth to the last", () => {
    const moved = drift(qualityByBar([clip(0.8, 0.4)], 16));
    expect(moved.confidence).toBeCloseTo(-0.4, 12);
    expect(moved.nats).toBeCloseTo(Math.log(2), 12);
    expect(moved.onsets).toBe(0);
  });
});
