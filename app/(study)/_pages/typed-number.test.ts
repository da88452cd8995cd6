import { expect, test } from "vitest";
import { numberOf } from "./typed-number";

test.each([
  ["42", 42],
  [" 4.5 ", 4.5],
  ["4,5", 4.5],
  ["２５", 25],
  ["−3", -3],
  ["0", 0],
])("%j is %d", (typed, number) => {
  expect(numberOf(typed)).toBe(number);
});

test.each(["", "about 30", "1,000", "1,000,000", "-"])("%j is no number", (typed) => {
  expect(numberOf(typed)).toBeNaN();
});
