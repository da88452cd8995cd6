import { expect, it } from "vitest";
import { momentAt } from "@/app/(public)/gallery/cursor";

it("a time belongs to the last moment that has begun", () => {
  const moments = [0.5, 1, 1, 2].map((at) => ({ at }));
  expect([0, 0.5, 0.99, 1, 1.5, 2, 9].map((time) => momentAt(moments, time))).toEqual([
    -1, 0, 0, 2, 2, 3, 3,
  ]);
  expect(momentAt([], 1)).toBe(-1);
});
