import { expect, it } from "vitest";
import { makingTime } from "./making-time";

it("a set's time is what clips took here, and a stated guess that says so before the first set", () => {
  expect(makingTime(30, 2)).toBe("60 s");
  expect(makingTime(30, 10)).toBe("5 minutes");
  expect(makingTime(30, null)).toMatch(/^very roughly 39 s: .*first set/);
  expect(makingTime(72, null)).toMatch(/^very roughly 2 minutes: /);
});
