import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heardCoverage, notHeard } from "@/lib/study/listening-receipt";

describe("heardCoverage", () => {
  it("counts overlaps once and nothing outside of the clip", () => {
    expect(heardCoverage([], 1000)).toBe(0);
    expect(heardCoverage([[0, 1000]], 1000)).toBe(1);
    expect(
      heardCoverage(
        [
          [0, 400],
          [300, 600],
        ],
        1000,
      ),
    ).toBeCloseTo(0.6);
    expect(
      heardCoverage(
        [
          [900, 5000],
          [-50, 100],
        ],
        1000,
      ),
    ).toBeCloseTo(0.2);
    expect(heardCoverage([[500, 200]], 1000)).toBe(0);
    expect(
      heardCoverage(
        [
          [0, 10],
          [0, 10],
          [0, 10],
        ],
        1000,
      ),
    ).toBeCloseTo(0.01);
  });

  it("equals a count of milliseconds", () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 120 }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
        let heard = 0;
        for (let ms = 0; ms < 100; ms++) {
          if (ranges.some(([from, to]) => from <= ms && ms < to)) heard++;
        }
        expect(heardCoverage(ranges, 100)).toBeCloseTo(heard / 100, 10);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe("notHeard", () => {
  const facts = {
    receipt: { ranges: [[0, 16_000]] as [number, number][], elapsedMs: 18_000 },
    durationMs: 16_000,
    coverage: 0.95,
    serverMs: 18_000 as number | null,
    shownMs: 18_500,
    late: false,
  };

  it("lets a clip pass that was heard for as long as it lasts", () => {
    expect(notHeard(facts)).toBeNull();
    expect(notHeard({ ...facts, serverMs: 15_200 })).toBeNull();
    expect(notHeard({ ...facts, late: true })).toBeNull();
  });

  it("lets late ratings pass, whenever the clip came and however long the page was open", () => {
    const hour = 3_600_000;
    const late = (elapsedMs: number, serverMs: number, shownMs: number) =>
      notHeard({
        ...facts,
        late: true,
        receipt: { ...facts.receipt, elapsedMs },
        serverMs,
        shownMs,
      });
    // Rated at once, sent an hour later.
    expect(late(18_000, hour, hour)).toBeNull();
    // The clip came after an hour, and was rated then.
    expect(late(hour + 18_000, 19_000, hour + 18_500)).toBeNull();
    // A night with the page open, by a clock that runs a little fast.
    expect(late(10 * hour + 5000, 10 * hour, 10 * hour)).toBeNull();
    // The clip was fetched a moment ago: it can't have been heard, whatever the page's clock says.
    expect(late(hour, 3000, hour)).toContain("since the clip was served, got 3 s");
  });

  it.each([
    ["never fetched", { serverMs: null }, "has not been fetched"],
    [
      "too short a time on the server",
      { serverMs: 15_199 },
      "expected 15.2 s since the clip was served",
    ],
    [
      "half heard",
      { receipt: { ranges: [[0, 8000]], elapsedMs: 18_000 } },
      "expected 95 % of the clip heard, got 50 %",
    ],
    [
      "late, and too short by the page's clock",
      { late: true, receipt: { ...facts.receipt, elapsedMs: 900 } },
      "got 0.9 s",
    ],
    [
      "late, and longer than possible",
      { late: true, receipt: { ...facts.receipt, elapsedMs: 99_000 } },
      "on the page's clock",
    ],
  ])("refuses what was %s", (_, changes, message) => {
    expect(notHeard({ ...facts, ...(changes as Partial<typeof facts>) })).toContain(message);
  });

  it("asks for nothing where the study does not", () => {
    expect(notHeard({ ...facts, coverage: 0, serverMs: null })).toBeNull();
  });
});
