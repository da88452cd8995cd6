import { describe, expect, it } from "vitest";
import { BACK_OFF_MS, waitBefore } from "./back-off";

describe("waitBefore", () => {
  it("grows with the tries and stays at the last step", () => {
    expect([1, 2, 3].map((tries) => waitBefore(tries, 0.5))).toEqual([400, 800, 1600]);
    expect(waitBefore(100, 0.5)).toBe(BACK_OFF_MS.at(-1));
  });

  it("spreads by a quarter to either side", () => {
    expect(waitBefore(1, 0)).toBe(300);
    expect(waitBefore(1, 1)).toBe(500);
  });
});
