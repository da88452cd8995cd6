import { describe, expect, it } from "vitest";
import { receiptSchema } from "@/lib/study/participant-requests";
import { Listening } from "./listening";

function atClock(start = 10_000) {
  const clock = { now: start };
  return { clock, listening: new Listening(() => clock.now, null) };
}

describe("Listening", () => {
  it("writes a receipt that the server's schema takes", () => {
    const { clock, listening } = atClock();
    clock.now += 500;
    listening.began(0);
    clock.now += 2000;
    listening.heard(0, 2000);
    listening.ended();
    clock.now += 700;
    listening.rated("harmony");
    const receipt = receiptSchema.parse(listening.receipt(48_000));
    expect(receipt).toMatchObject({
      firstPlayMs: 500,
      plays: 1,
      pauses: 0,
      ranges: [[0, 2000]],
      elapsedMs: 3200,
      ratedMs: { harmony: 700 },
      sampleRate: 48_000,
    });
  });

  it("counts a resumed stretch as the same play", () => {
    const { listening } = atClock();
    listening.began(0);
    listening.heard(0, 800);
    listening.paused();
    listening.began(800);
    listening.heard(800, 2000);
    expect(listening.plays).toBe(1);
    expect(listening.share(2000)).toBe(1);
    expect(listening.receipt(null).pauses).toBe(1);
  });

  it("adds up the time hidden, also while still hidden", () => {
    const { clock, listening } = atClock();
    listening.visible(false);
    clock.now += 300;
    listening.visible(true);
    listening.visible(false);
    clock.now += 200;
    expect(listening.receipt(null).hiddenMs).toBe(500);
  });

  it("goes on after a reload with what was noted before", () => {
    const { clock, listening } = atClock();
    listening.began(0);
    listening.heard(0, 1000);
    clock.now += 1000;
    const later = new Listening(() => 5, JSON.parse(JSON.stringify(listening.save())));
    expect(later.share(2000)).toBe(0.5);
    expect(later.receipt(null).elapsedMs).toBe(1000);
    expect(later.plays).toBe(1);
  });

  it("counts the stretch that is being played", () => {
    expect(atClock().listening.share(1000, [0, 250])).toBe(0.25);
  });
});
