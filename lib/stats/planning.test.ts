import { describe, expect, test } from "vitest";
import {
  floorHalfWidth,
  type PlannedDesign,
  participantsForPower,
  participantsForWidth,
  power,
  precision,
  scenarios,
  stimuliForPower,
} from "./power";

const design: PlannedDesign = {
  models: 2,
  participants: 20,
  stimuli: 8,
  heard: 8,
  varianceParticipantModel: 0.2,
  varianceStimulus: 0.2,
  varianceResidual: 0.6,
};

describe("planning", () => {
  test("the standard error is that of the formula, also when a part is heard", () => {
    // 2·0.2/20 + 2·0.2/8 + 2·0.6/(20·8)
    expect(precision(design).se ** 2).toBeCloseTo(0.02 + 0.05 + 0.0075, 12);
    // K = 24, k = 8: 0.02 + 2·0.2/24 + 2·0.6/(20·8)
    const part = precision({ ...design, stimuli: 24 });
    expect(part.se ** 2).toBeCloseTo(0.02 + 0.4 / 24 + 0.0075, 12);
  });

  test("the half width falls towards the floor and never passes it", () => {
    const floor = floorHalfWidth(design);
    const widths = [10, 100, 1000, 100_000].map(
      (participants) => precision({ ...design, participants }).halfWidth,
    );
    for (let i = 1; i < widths.length; i++) expect(widths[i]!).toBeLessThan(widths[i - 1]!);
    expect(widths.at(-1)!).toBeGreaterThan(floor);
    expect(widths.at(-1)! / floor).toBeLessThan(1.01);
    // t(0.975, 14)·√(2·0.2/8)
    expect(floor).toBeCloseTo(2.144786688 * Math.sqrt(0.05), 6);
  });

  test("needed numbers are the smallest that do, or a reason", () => {
    const wide = { ...design, stimuli: 40, heard: 10 };
    const found = participantsForPower(wide, 0.5);
    if (found.kind === "none") throw new Error(found.reason);
    expect(power({ ...wide, participants: found.value }, 0.5)).toBeGreaterThanOrEqual(0.8);
    expect(power({ ...wide, participants: found.value - 1 }, 0.5)).toBeLessThan(0.8);
    const none = participantsForPower(design, 0.5);
    expect(none.kind === "none" && none.reason).toMatch(/no number of participants/);
    const stimuli = stimuliForPower({ ...design, participants: 60 }, 0.5);
    if (stimuli.kind === "none") throw new Error(stimuli.reason);
    const at = (k: number) => power({ ...design, participants: 60, stimuli: k, heard: k }, 0.5);
    expect(at(stimuli.value)).toBeGreaterThanOrEqual(0.8);
    expect(at(stimuli.value - 1)).toBeLessThan(0.8);
  });

  test("with some ratings missing, so that 7.9 of 8 stimuli were heard, never asks for 7", () => {
    const found = stimuliForPower({ ...design, participants: 60, heard: 7.9 }, 3);
    expect(found).toEqual({ kind: "number", value: 8 });
  });

  test("a width below the floor is refused with the floor", () => {
    const refused = participantsForWidth(design, 0.3);
    expect(refused.kind === "none" && refused.reason).toMatch(/stays above 0\.48/);
    const found = participantsForWidth(design, 0.6);
    if (found.kind === "none") throw new Error(found.reason);
    expect(precision({ ...design, participants: found.value }).halfWidth).toBeLessThanOrEqual(0.6);
  });

  test("impossible designs are named", () => {
    expect(() => precision({ ...design, models: 1 })).toThrow("at least 2 models, got 1");
    expect(() => precision({ ...design, participants: 1 })).toThrow("at least 2 participants");
    expect(() => precision({ ...design, heard: 9 })).toThrow("expected 1 to 8 stimuli heard");
    expect(() => precision({ ...design, stimuli: 1, heard: 1 })).toThrow("at least 2 stimuli");
    expect(() => precision({ ...design, varianceResidual: 0 })).toThrow("residual above 0");
  });

  test("scenarios grow with the scale and rise from little to much disagreement", () => {
    const [little, usual, much] = scenarios(6);
    expect(usual!.varianceStimulus).toBeCloseTo(0.2, 12);
    expect(scenarios(11)[1]!.varianceStimulus).toBeCloseTo(0.8, 12);
    const at = [little!, usual!, much!].map((s) => power({ ...design, ...s }, 0.5));
    expect(at[0]!).toBeGreaterThan(at[1]!);
    expect(at[1]!).toBeGreaterThan(at[2]!);
  });
});
