import { expect, test } from "vitest";
import { checkStimuli, splitPresentations, toRatingTable } from "./long-table";

const header = ["Participant", "stimulus", "condition", "rating", "trial_kind", "age"];
const record = (participant: string, rating: string, kind = "main") => ({
  Participant: participant,
  stimulus: "s1",
  condition: "a",
  rating,
  trial_kind: kind,
  age: "30",
});

test("reads rows, keeps zeros, counts empty ratings, names other columns", () => {
  const got = toRatingTable(header, [record("p1", "0"), record("p2", ""), record("p3", "NA")]);
  expect(got.rows).toEqual([
    {
      participant: "p1",
      stimulus: "s1",
      condition: "a",
      rating: 0,
      dimension: "rating",
      trialKind: "main",
    },
  ]);
  expect(got.emptyRatings).toBe(2);
  expect(got.otherColumns).toEqual(["age"]);
});

test("says which column is missing and which line is wrong", () => {
  expect(() => toRatingTable(["participant", "rating"], [])).toThrow("stimulus, condition missing");
  expect(() => toRatingTable(header, [record("p1", "3"), record("p2", "good")])).toThrow(
    'line 3: expected a number as rating, got "good"',
  );
  expect(() => toRatingTable(header, [record("", "3")])).toThrow("line 2: participant is empty");
  expect(() => toRatingTable([...header, "rating"], [])).toThrow("comes twice");
  expect(() => toRatingTable(header, [])).toThrow("at least one rating");
});

test("a stimulus under two conditions is an error", () => {
  const { rows } = toRatingTable(header, [record("p1", "1"), record("p2", "2")]);
  rows[1]!.condition = "b";
  expect(() => checkStimuli(rows)).toThrow('expected one condition, got "a" and "b"');
});

test("first presentations leave repeats, practice and catch trials out", () => {
  const { rows } = toRatingTable(header, [
    record("p1", "5", "practice"),
    record("p1", "4", "repeat"),
    record("p1", "3"),
    record("p1", "2"),
    record("p2", "0", "catch"),
  ]);
  const { first, repeats } = splitPresentations(rows);
  expect(first.map((row) => row.rating)).toEqual([3]);
  expect(repeats.map((row) => row.rating)).toEqual([4, 2]);
});
