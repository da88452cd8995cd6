import { expect, test } from "vitest";
import { inOneLine } from "./in-one-line";

test.each([
  [
    ["Singing counts.", "You can choose more than one."],
    "Singing counts. You can choose more than one.",
  ],
  [["声乐也算。", "可以多选。"], "声乐也算。可以多选。"],
  [["", "可以多选。"], "可以多选。"],
  [["", ""], ""],
])("%j", (sentences, line) => {
  expect(inOneLine(...sentences)).toBe(line);
});
