import { describe, expect, it } from "vitest";
import { consecutiveWindows, PAPER_WINDOWS, TABLE_WINDOWS } from "@/lib/datasets/windows";
import { layoutName, rateAt, trainingPreset } from "@/lib/training/schedule";

describe("training presets", () => {
  it("paper: batch 512 at 1e-2 for melodies, 1024 at 1e-3 for chorales, 150 passes, no early stop", () => {
    const melody = trainingPreset("paper", 38);
    expect([melody.batch, melody.rate, melody.passes]).toEqual([512, 1e-2, 150]);
    expect([melody.patience, melody.transposed]).toEqual([null, 0]);
    const polyphony = trainingPreset("paper", 259);
    expect([polyphony.batch, polyphony.rate]).toEqual([1024, 1e-3]);
  });

  it("quick: every ninth window, three passes; study: all windows, validation every third", () => {
    const quick = trainingPreset("quick", 38);
    expect([quick.layout.stride, quick.passes]).toEqual([9, 3]);
    const study = trainingPreset("study", 38);
    expect([study.layout.stride, study.validationsPerPass, study.patience]).toEqual([1, 3, 6]);
  });

  it("table: the paper's plan on the first script's windows, the whole text, the authors' start", () => {
    const { layout, initialisation, text, ...table } = trainingPreset("table", 38);
    const { layout: _, ...paper } = trainingPreset("paper", 38);
    expect(table).toEqual(paper);
    expect([layout, initialisation, text]).toEqual([TABLE_WINDOWS, "authors", "whole"]);
    const polyphony = trainingPreset("table", 259);
    expect(polyphony).toMatchObject({ batch: 1024, rate: 1e-3, layout: { stride: 36, ahead: 3 } });
    expect([0, 0.5, 1].map((done) => rateAt(polyphony, done))).toEqual([1e-3, 1e-3, 1e-3]);
  });

  it("layouts have their name whatever the stride", () => {
    const layouts = [consecutiveWindows(9), PAPER_WINDOWS, { ...TABLE_WINDOWS, stride: 36 }];
    expect(layouts.map(layoutName)).toEqual(["consecutive", "paper", "table"]);
    expect(layoutName({ ...TABLE_WINDOWS, ahead: 2 })).toBeUndefined();
  });

  it("refuses an unknown preset", () => {
    expect(() => trainingPreset("long", 38)).toThrow(
      /expected one of quick, study, paper, table, got "long"/,
    );
  });
});

describe("rate", () => {
  it("follows the paper's steps", () => {
    const settings = trainingPreset("paper", 38);
    const epochs = [0, 59, 60, 89, 90, 119, 120, 134, 135, 149];
    const rates = epochs.map((epoch) => rateAt(settings, epoch / 150));
    const expected = [1e-2, 1e-2, 1e-3, 1e-3, 1e-4, 1e-4, 1e-5, 1e-5, 5e-6, 5e-6];
    rates.forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected[i]!, 12);
    });
  });

  it("stays constant, or falls on a line to 2 %", () => {
    const settings = { ...trainingPreset("quick", 38), rate: 0.002 };
    expect(rateAt(settings, 0.9)).toBe(0.002);
    const falling = { ...settings, schedule: { kind: "decay" as const, from: 0.5 } };
    expect(rateAt(falling, 0.5)).toBe(0.002);
    expect(rateAt(falling, 0.75)).toBeCloseTo(0.002 * 0.51, 12);
    expect(rateAt(falling, 1)).toBeCloseTo(0.00004, 12);
  });
});
