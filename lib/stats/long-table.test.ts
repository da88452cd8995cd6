import { expect, test } from "vitest";
import { checkStimuli, type RatingRow, splitPresentations } from "./long-table";

const row = (participant: string, rating: number, trialKind = "main"): RatingRow => ({
  ...{ participant, stimulus: "s1", condition: "a", rating, dimension: "rating", trialKind },
});

test("a stimulus under two conditions is an error", () => {
  const rows = [row("p1", 1), row("p2", 2)];
  rows[1]!.condition = "b";
  expect(() => checkStimuli(rows)).toThrow('expected one condition, got "a" and "b"');
});

test("first presentations leave repeats, practice and catch trials out", () => {
  const rows = [
    row("p1", 5, "practice"),
    row("p1", 4, "repeat"),
    row("p1", 3),
    row("p1", 2),
    row("p2", 0, "catch"),
  ];
  const { first, repeats } = splitPresentations(rows);
  expect(first.map((row) => row.rating)).toEqual([3]);
  expect(repeats.map((row) => row.rating)).toEqual([4, 2]);
});
