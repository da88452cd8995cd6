import { expect, it } from "vitest";
import { afterChange, afterRedo, afterUndo, beginHistory } from "./undo";

it("typing in one field is one step; back and forward come out where they began", () => {
  const typed = ["a", "ab", "abc"].reduce(
    (history, text) => afterChange(history, text, "texts.title"),
    beginHistory(""),
  );
  const moved = afterChange(typed, "abc!", "trials.practice");
  const back = afterUndo(moved);
  expect(back.present).toBe("abc");
  expect(afterUndo(back).present).toBe("");
  expect(afterUndo(afterUndo(back)).present).toBe("");
  expect(afterRedo(afterRedo(afterRedo(afterUndo(back)))).present).toBe("abc!");
});

it("a new change after an undo forgets what was undone", () => {
  const history = afterUndo(afterChange(beginHistory(1), 2, null));
  expect(afterRedo(afterChange(history, 3, null)).present).toBe(3);
});
