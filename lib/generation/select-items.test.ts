import { describe, expect, it } from "vitest";
import type { GeneratedCandidate } from "@/lib/generation/candidates";
import { drawItems, eligibleItems } from "@/lib/generation/select-items";
import { CLIP_STEPS } from "@/lib/music/notes";

/** A clip with so many onsets of one step, from the front, and a last long note. */
function candidate(model: string, item: string, onsets: number): GeneratedCandidate {
  const notes = Array.from({ length: onsets }, (_, start) => ({
    pitch: 60,
    start,
    duration: start === onsets - 1 ? CLIP_STEPS - start : 1,
    voice: 0,
  }));
  const decoded = { notes, stepsFound: CLIP_STEPS, repairs: { counts: {}, share: 0 } };
  return { model, item, events: [], decoded, nearEdges: [], withheld: 0 };
}

describe("eligible items", () => {
  const rules = ["undecodable", "fewer than 8 onsets"] as const;

  it("are those in which every model's clip passes; every rejection is counted", () => {
    const candidates = [
      candidate("A", "one", 20),
      candidate("A", "two", 7),
      candidate("A", "three", 0),
      candidate("A", "four", 9),
      candidate("B", "one", 20),
      candidate("B", "two", 3),
      candidate("B", "three", 8),
      candidate("B", "four", 2),
    ];
    const items = ["one", "two", "three", "four"];
    const { eligible, rejections } = eligibleItems(items, candidates, rules, "melody");
    expect(eligible).toEqual(["one"]);
    expect(rejections).toEqual([
      { model: "A", rule: "undecodable", count: 1 },
      { model: "A", rule: "fewer than 8 onsets", count: 1 },
      { model: "B", rule: "undecodable", count: 0 },
      { model: "B", rule: "fewer than 8 onsets", count: 2 },
    ]);
  });

  it("keep the order in which they were given", () => {
    const items = ["z", "a", "m"];
    const candidates = items.map((item) => candidate("A", item, 9));
    expect(eligibleItems(items, candidates, rules, "melody").eligible).toEqual(items);
  });
});

describe("drawing items", () => {
  const eligible = Array.from({ length: 20 }, (_, i) => `i${i}`);

  it("takes as many as wanted by the seed and leaves the others for practice", () => {
    const { items, unused } = drawItems(eligible, 10, 7);
    expect(items).toHaveLength(10);
    expect([...items, ...unused].sort()).toEqual([...eligible].sort());
    expect(drawItems(eligible, 10, 7)).toEqual({ items, unused });
    expect(drawItems(eligible, 10, 8).items).not.toEqual(items);
  });

  it("gives every item the same chance", () => {
    const counts = new Map(eligible.map((item) => [item, 0]));
    for (let seed = 0; seed < 4000; seed++) {
      for (const item of drawItems(eligible, 5, seed).items)
        counts.set(item, counts.get(item)! + 1);
    }
    // 1,000 expected with a standard deviation of 27.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
