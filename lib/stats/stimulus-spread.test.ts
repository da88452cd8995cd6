import { expect, test } from "vitest";
import type { RatingRow } from "./long-table";
import { stimulusSpread } from "./stimulus-spread";

const rated = (condition: string, means: readonly number[]): RatingRow[] =>
  means.flatMap((mean, s) =>
    [-1, 1].map((off, p) => ({
      participant: `p${p}`,
      stimulus: `${condition}${s}`,
      condition,
      dimension: "harmony",
      rating: mean + off,
    })),
  );

test("standard deviations of the stimulus means, and a warning from 2 : 1 on", () => {
  const wide = stimulusSpread([...rated("steady", [2, 2.5, 3]), ...rated("failing", [1, 2.5, 4])]);
  expect(wide.conditions).toEqual([
    { condition: "steady", stimuli: 3, sd: 0.5 },
    { condition: "failing", stimuli: 3, sd: 1.5 },
  ]);
  expect(wide.ratio).toBe(3);
  expect(wide.warning).toMatch(/failing differ 3\.0 times as much .* as those of steady/);
  const alike = stimulusSpread([...rated("a", [2, 2.5, 3]), ...rated("b", [1, 2, 3])]);
  expect(alike).toMatchObject({ ratio: 2, warning: null });
});

test("one stimulus or none that differ: no ratio", () => {
  expect(stimulusSpread([...rated("a", [2]), ...rated("b", [1, 2])]).ratio).toBeNull();
  expect(stimulusSpread([...rated("a", [2, 2]), ...rated("b", [1, 2])]).warning).toBeNull();
});
