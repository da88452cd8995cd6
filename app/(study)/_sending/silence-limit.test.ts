import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silenceLimit } from "./silence-limit";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("silenceLimit", () => {
  it("ends after a silence", () => {
    const limit = silenceLimit(1000);
    vi.advanceTimersByTime(999);
    expect(limit.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(limit.signal.aborted).toBe(true);
  });

  it("does not end while something keeps coming, however long that takes", () => {
    const limit = silenceLimit(1000);
    for (let i = 0; i < 100; i++) {
      vi.advanceTimersByTime(900);
      limit.heard();
    }
    expect(limit.signal.aborted).toBe(false);
    limit.end();
    vi.advanceTimersByTime(10_000);
    expect(limit.signal.aborted).toBe(false);
  });

  it("ends with the signal that it was given", () => {
    const page = new AbortController();
    const limit = silenceLimit(1000, page.signal);
    page.abort();
    expect(limit.signal.aborted).toBe(true);
  });

  it("works where AbortSignal.timeout is missing", () => {
    const { timeout } = AbortSignal;
    Reflect.deleteProperty(AbortSignal, "timeout");
    expect(silenceLimit(1000).signal.aborted).toBe(false);
    AbortSignal.timeout = timeout;
  });
});
