import { describe, expect, it } from "vitest";
import { joined } from "./coverage";

describe("joined", () => {
  it("unites overlapping and touching ranges and drops empty ones", () => {
    expect(
      joined([
        [5, 5],
        [300, 400],
        [0, 100],
        [100, 200],
        [350, 500],
      ]),
    ).toEqual([
      [0, 200],
      [300, 500],
    ]);
  });

  it("keeps a range that holds another", () => {
    expect(
      joined([
        [0, 1000],
        [200, 300],
      ]),
    ).toEqual([[0, 1000]]);
  });
});
