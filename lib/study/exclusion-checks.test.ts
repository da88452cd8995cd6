import { expect, it } from "vitest";
import type { ExclusionRule } from "@/lib/study/analysis-plan";
import { catchPassed, matchedRules, type SessionConduct } from "@/lib/study/exclusion-checks";

const RULES: ExclusionRule[] = [
  { kind: "missed catches", atLeast: 2 },
  { kind: "flat ratings", share: 0.9 },
  { kind: "low coverage", below: 0.8 },
  { kind: "tab hidden", above: 0.2 },
  { kind: "headphone screen failed" },
];
const GOOD: SessionConduct = {
  missedCatches: 1,
  values: { harmony: [0, 1, 2, 3], reality: [5, 5, 5, 0] },
  coverage: [1, 0.95],
  hiddenMs: 10,
  elapsedMs: 1000,
  headphonesPassed: null,
};

it.each([
  ["one missed catch excludes nobody", {}, []],
  ["two do", { missedCatches: 2 }, ["missed catches"]],
  [
    "one value everywhere, be it 0",
    { values: { harmony: [0, 0, 0, 0], reality: [1, 2] } },
    ["flat ratings"],
  ],
  ["little heard", { coverage: [1, 0.5] }, ["low coverage"]],
  ["tab hidden", { hiddenMs: 201 }, ["tab hidden"]],
  ["screen failed", { headphonesPassed: false }, ["headphone screen failed"]],
  ["nothing known", { values: {}, coverage: [], hiddenMs: 0, elapsedMs: 0 }, []],
])("%s", (_, changes, expected) => {
  expect(matchedRules(RULES, { ...GOOD, ...changes }).map((rule) => rule.kind)).toEqual(expected);
});

it("a catch trial is passed by the point asked for in every dimension", () => {
  const given = (...values: number[]) => values.map((value) => ({ value, low: 0, high: 5 }));
  expect(catchPassed("lowest", given(0, 0))).toBe(true);
  expect(catchPassed("lowest", given(0, 1))).toBe(false);
  expect(catchPassed("highest", given(5, 5))).toBe(true);
  expect(catchPassed("highest", [])).toBe(false);
});
