import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { elementOutput } from "./element-output";

/** An audio element as far as the output uses it. */
class StandIn extends EventTarget {
  preload = "";
  src = "";
  currentTime = 0;
  ended = false;
  play = vi.fn(async () => {});
  pause = vi.fn();
}

beforeEach(() => {
  vi.stubGlobal("Audio", StandIn);
});
afterEach(() => vi.unstubAllGlobals());

describe("two sounds on one output", () => {
  it("the second that starts tells the first that it was interrupted", async () => {
    const output = elementOutput();
    await output.prepare("a", new ArrayBuffer(8));
    await output.prepare("b", new ArrayBuffer(8));
    const [first, second] = [vi.fn(), vi.fn()];
    output.play("a", 0, first);
    output.play("b", 0, second);
    expect(first).toHaveBeenCalledExactlyOnceWith("interrupted");
    expect(second).not.toHaveBeenCalled();
  });
});
