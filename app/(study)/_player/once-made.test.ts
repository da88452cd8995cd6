import { describe, expect, it, vi } from "vitest";
import { onceMade } from "./once-made";

const noWait = async () => {};

describe("onceMade", () => {
  it("makes it once for all who ask", async () => {
    const make = vi.fn(async () => ({}));
    const part = onceMade(make, noWait);
    expect(await part()).toBe(await part());
    expect(make).toHaveBeenCalledOnce();
  });

  it("tries again after a failure", async () => {
    const make = vi.fn(async () => "part").mockRejectedValueOnce(new Error("chunk failed"));
    expect(await onceMade(make, noWait)()).toBe("part");
    expect(make).toHaveBeenCalledTimes(2);
  });

  it("never keeps a failure: whoever asks later begins anew", async () => {
    let works = false;
    const part = onceMade(async () => {
      if (!works) throw new Error("chunk failed");
      return "part";
    }, noWait);
    await expect(part()).rejects.toThrow("chunk failed");
    works = true;
    expect(await part()).toBe("part");
  });
});
