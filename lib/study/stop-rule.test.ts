import { describe, expect, it } from "vitest";
import { meetsStopRule, stopRuleWords, WIDTH_COUNTS_FROM } from "@/lib/study/stop-rule";

const byWidth = { kind: "width", width: 0.5, maximum: 60 } as const;

describe("the stop rule", () => {
  it.each([
    [WIDTH_COUNTS_FROM - 1, 0.1, false],
    [WIDTH_COUNTS_FROM, 0.5, true],
    [WIDTH_COUNTS_FROM, 0.51, false],
    [59, null, false],
    [60, null, true],
    [60, 3, true],
  ])("with %i completed and an interval of %s points: %s", (completed, width, met) => {
    expect(meetsStopRule(byWidth, { completed, width })).toBe(met);
  });

  it("knows no width where it is a quota", () => {
    const quota = { kind: "quota", participants: 30 } as const;
    expect(meetsStopRule(quota, { completed: 29, width: 0.01 })).toBe(false);
    expect(meetsStopRule(quota, { completed: 30, width: null })).toBe(true);
  });

  it("says its level, width, minimum and maximum", () => {
    expect(stopRuleWords(byWidth, 0.05)).toBe(
      "95 % interval of every primary contrast no wider than 0.5 points (from 20 completed sessions on), at most 60 completed sessions",
    );
    expect(stopRuleWords(byWidth, 0.01)).toContain("99 % interval");
  });
});
