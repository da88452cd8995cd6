import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadClip } from "./clip-store";

const CLIP = 5000;
const never = new AbortController().signal;

/** An answer whose bytes come one by one, each after so many milliseconds. */
function dripping(everyMs: number, bytes: number): Response {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      controller.enqueue(new Uint8Array(100));
      sent += 100;
      if (sent >= bytes) controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "audio/mpeg" } });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", {
    location: { pathname: "/s/study" },
    addEventListener: () => {},
    removeEventListener: () => {},
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("loading a clip", () => {
  it("has no limit on its length while bytes come: 50 pieces a second apart, one request", async () => {
    const fetched = vi.fn(async () => dripping(1000, CLIP));
    vi.stubGlobal("fetch", fetched);
    const trouble = vi.fn();
    const loading = loadClip("/api/clips/slow", trouble, never);
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await loading).byteLength).toBe(CLIP);
    expect(fetched).toHaveBeenCalledOnce();
    expect(trouble).not.toHaveBeenCalled();
  });

  it("a page instead of the sound is one failed try, not the end", async () => {
    const fetched = vi
      .fn(async () => dripping(1, 100))
      .mockResolvedValueOnce(new Response("<html>", { headers: { "content-type": "text/html" } }));
    vi.stubGlobal("fetch", fetched);
    const trouble = vi.fn();
    const loading = loadClip("/api/clips/page-first", trouble, never);
    await vi.advanceTimersByTimeAsync(5000);
    expect((await loading).byteLength).toBe(100);
    expect(trouble).toHaveBeenCalledExactlyOnceWith({ tries: 1, offline: false });
  });

  it("a clip that is blocked while the page answers fails within a minute, with the cause", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(async (address: string) => {
        if (address === "/s/study") return new Response("");
        throw new TypeError("blocked by client");
      }),
    );
    const loading = loadClip("/api/clips/blocked", () => {}, never);
    const failed = expect(loading).rejects.toThrow("blocked in this browser");
    await vi.advanceTimersByTimeAsync(60_000);
    await failed;
  });

  it("without any connection it goes on trying", async () => {
    let online = false;
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => {
        if (!online) throw new TypeError("no network");
        return dripping(1, 100);
      }),
    );
    const loading = loadClip("/api/clips/later", () => {}, never);
    await vi.advanceTimersByTimeAsync(300_000);
    online = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await loading).byteLength).toBe(100);
  });
});
