import { describe, expect, it } from "vitest";
import { onceIn, SLIP_MS } from "./once-in";

describe("onceIn", () => {
  it("lets the first call through and the next only after the time", () => {
    let now = 0;
    const gate = onceIn(SLIP_MS, () => now);
    expect(gate()).toBe(true);
    now = 399;
    expect(gate()).toBe(false);
    now = 400;
    expect(gate()).toBe(true);
  });
});
