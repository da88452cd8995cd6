import fc from "fast-check";
import { expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { crossedAnalysis } from "./crossed";
import { describeBy } from "./descriptive";
import { krippendorffAlpha } from "./krippendorff";
import type { RatingRow } from "./long-table";
import { ordinalAnalysis } from "./ordinal";
import { simulateRatings } from "./simulate";

const truth = {
  means: { a: 2, b: 2.6, c: 3 },
  varianceParticipant: 0.4,
  varianceParticipantModel: 0.3,
  varianceStimulus: 0.3,
  varianceResidual: 0.7,
  scale: [0, 5] as const,
};

/** A study with ratings lost at random. */
function study(seed: number): RatingRow[] {
  const rng = namedStream(seed, "invariance");
  const design = { participants: 9, stimuli: 6, heard: 4 };
  return simulateRatings(truth, design, rng).filter(() => rng.float() < 0.9);
}

function crossed(rows: RatingRow[]) {
  const result = crossedAnalysis(rows);
  if (result.kind === "none") throw new Error(result.reason);
  return result;
}

const seeds = fc.integer({ min: 1, max: 1e6 });
const few = { numRuns: 8, seed: 42 };

test("REML: the order of rows, names and the zero of the scale do not matter", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const rows = study(seed);
      const before = crossed(rows);
      const changed = namedStream(seed, "order")
        .shuffle(rows)
        .sort((a, b) => a.condition.localeCompare(b.condition))
        .map((row) => ({ ...row, participant: `x${row.participant}`, rating: row.rating + 10 }));
      const after = crossed(changed);
      expect(after.criterion).toBeCloseTo(before.criterion!, 6);
      expect(after.omnibus.p).toBeCloseTo(before.omnibus.p, 5);
      before.differences.forEach((difference, i) => {
        expect(after.differences[i]!.estimate).toBeCloseTo(difference.estimate, 5);
        expect(after.differences[i]!.se).toBeCloseTo(difference.se, 5);
      });
    }),
    few,
  );
});

test("ordinal model: any rising change of the ratings gives the same fit, a falling one its mirror", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const rows = study(seed);
      const fitted = (change: (rating: number) => number) => {
        const result = ordinalAnalysis(rows.map((row) => ({ ...row, rating: change(row.rating) })));
        if (result.kind === "none") throw new Error(result.reason);
        return result;
      };
      const before = fitted((rating) => rating);
      const risen = fitted((rating) => rating ** 3 + 1);
      const turned = fitted((rating) => -rating);
      expect(risen.logLik).toBeCloseTo(before.logLik, 8);
      expect(turned.logLik).toBeCloseTo(before.logLik, 6);
      before.differences.forEach((difference, i) => {
        expect(risen.differences[i]!.estimate).toBeCloseTo(difference.estimate, 8);
        expect(turned.differences[i]!.estimate).toBeCloseTo(-difference.estimate, 4);
      });
    }),
    few,
  );
});

test("α: interval α is free of the zero of the scale, ordinal α of rising changes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 5 }), {
        minLength: 4,
        maxLength: 12,
      }),
      (units) => {
        const value = (change: (v: number) => number, metric: "interval" | "ordinal") =>
          krippendorffAlpha(
            units.map((unit) => unit.map(change)),
            metric,
            { resamples: 0 },
          )?.value ?? null;
        const same = (a: number | null, b: number | null) =>
          a === null ? expect(b).toBeNull() : expect(b).toBeCloseTo(a, 9);
        same(
          value((v) => v, "interval"),
          value((v) => 3 * v + 7, "interval"),
        );
        same(
          value((v) => v, "ordinal"),
          value((v) => v ** 3, "ordinal"),
        );
        const ordinal = value((v) => v, "ordinal");
        if (ordinal !== null) expect(ordinal).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 50, seed: 42 },
  );
});

test("groups of describeBy hold every rating once", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const rows = study(seed);
      const groups = describeBy(rows, ["condition", "participant"]);
      expect(groups.reduce((sum, group) => sum + group.n, 0)).toBe(rows.length);
      const total = groups.reduce((sum, group) => sum + group.n * group.mean, 0);
      expect(total).toBeCloseTo(
        rows.reduce((sum, row) => sum + row.rating, 0),
        8,
      );
    }),
    few,
  );
});
