import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namedStream, rngFromState } from "@/lib/shared/rng";

const draws = (rng: { float(): number }, count = 5) => Array.from({ length: count }, rng.float);

describe("named streams", () => {
  it("give the same numbers for the same seed and names, others otherwise", () => {
    expect(draws(namedStream(1, "order", 2))).toEqual(draws(namedStream(1, "order", 2)));
    const others = [
      namedStream(2, "order", 2),
      namedStream(1, "order", 3),
      namedStream(1, "transpose", 2),
      namedStream("1", "order", 2),
      namedStream(1, "order", "2"),
      namedStream(1, "order2"),
    ];
    const first = draws(namedStream(1, "order", 2));
    for (const other of others) expect(draws(other)).not.toEqual(first);
  });

  it("do not shift one another", () => {
    const a = namedStream(7, "a");
    const b = namedStream(7, "b");
    const alone = draws(namedStream(7, "a"), 6);
    const between = Array.from({ length: 6 }, () => {
      b.float();
      return a.float();
    });
    expect(between).toEqual(alone);
  });

  it("keep their first numbers, on which stored studies and sets depend", () => {
    expect(draws(namedStream(1, "slot", 17, "order"), 3)).toMatchInlineSnapshot(`
      [
        0.002461134867564274,
        0.6418158642919698,
        0.7361647188053266,
      ]
    `);
    const rng = namedStream(42, "primer");
    expect(Array.from({ length: 8 }, () => rng.int(0, 99))).toMatchInlineSnapshot(`
      [
        56,
        18,
        28,
        5,
        42,
        13,
        44,
        80,
      ]
    `);
  });

  it("resume from a stored state", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 50 }), (seed, skipped) => {
        const rng = namedStream(seed);
        draws(rng, skipped);
        const stored = JSON.parse(JSON.stringify(rng.state())) as number[];
        expect(draws(rngFromState(stored))).toEqual(draws(rng));
      }),
    );
  });
});

describe("draws", () => {
  it("are spread evenly over [0, 1) and over whole numbers with both ends", () => {
    const rng = namedStream(3);
    const floats = draws(rng, 100_000);
    const mean = floats.reduce((a, b) => a + b, 0) / floats.length;
    // The standard error of the mean is 0.0009.
    expect(mean).toBeCloseTo(0.5, 2);
    expect(Math.min(...floats.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(floats.every((x) => x < 1)).toBe(true);
    const counts = new Map<number, number>();
    for (let i = 0; i < 60_000; i++) {
      const value = rng.int(1, 6);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    // Chi-squared with 5 degrees of freedom passes 20.5 once in a thousand seeds; this seed is fixed.
    const chi = [...counts.values()].reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(20.5);
  });

  it("shuffle keeps the items and leaves its input alone", () => {
    const items = Array.from({ length: 20 }, (_, i) => i);
    const shuffled = namedStream(5).shuffle(items);
    expect(items[0]).toBe(0);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });

  it("pick refuses an empty list", () => {
    expect(() => namedStream(1).pick([])).toThrow(/expected at least one item/);
  });
});
