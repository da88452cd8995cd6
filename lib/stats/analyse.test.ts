import { describe, expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { analyseRatings } from "./analyse";
import type { RatingRow } from "./long-table";
import { exampleRows } from "./reference/crossed-example";
import { simulateRatings } from "./simulate";

const truth = {
  means: { a: 2, b: 3, human: 4.2, scrambled: 0.6 },
  varianceParticipant: 0.2,
  varianceParticipantModel: 0.1,
  varianceStimulus: 0.1,
  varianceResidual: 0.5,
  scale: [0, 5] as const,
};
const design = { participants: 24, stimuli: 12, heard: 6 };
const rows = simulateRatings(truth, design, namedStream("analyse"), "harmony");
const plan = {
  primary: "harmony",
  contrasts: [["b", "a"]] as [string, string][],
  dimensions: ["harmony"],
  alpha: 0.05,
  equivalenceMargin: 0.3,
};

describe("all analyses of one table", () => {
  const report = analyseRatings(rows, { plan, resamples: 100 });
  const [harmony] = report.dimensions;

  test("anchors have a table of their own and enter no comparison", () => {
    expect(report.anchors).toEqual(["human", "scrambled"]);
    const { crossed, ordinal, ranks, naive } = harmony!;
    for (const part of [crossed, ordinal, ranks]) {
      expect(part.kind === "result" && part.conditions).toEqual(["a", "b"]);
    }
    expect(naive.conditions).toEqual(["a", "b"]);
    const [human, scrambled] = harmony!.anchors;
    expect(human!.gap!.interval.low).toBeGreaterThan(0.8);
    expect(scrambled!.gap!.interval.high).toBeLessThan(-1);
    expect(human!.above).toBeGreaterThan(20);
    expect(harmony!.byCondition.map((group) => group.key.condition)).toContain("human");
  });

  test("the primary answer keeps the declared direction and has an interval", () => {
    const { primary } = report;
    expect(primary!.first).toBe("b");
    expect(primary!.estimate).toBeGreaterThan(0.5);
    expect(primary!.sentence).toMatch(
      /^b is rated \d\.\d\d higher in harmony than a, 95 % interval \d\.\d\d to \d\.\d\d, over listeners and pieces like these\.$/,
    );
    expect(report.confirmatory).toHaveLength(1);
    expect(report.confirmatory[0]!.equivalence!.equivalent).toBe(false);
    const turned = analyseRatings(rows, {
      plan: { ...plan, contrasts: [["a", "b"]] },
      resamples: 20,
      ordinal: false,
    });
    expect(turned.primary!.estimate).toBeCloseTo(-primary!.estimate, 12);
    expect(turned.primary!.low).toBeCloseTo(-primary!.high, 12);
    expect(turned.primary!.sentence).toMatch(/^a is rated .* lower in harmony than b/);
  });

  test("a plan that names what nobody rated gives a reason, not a number", () => {
    const other = analyseRatings(rows, {
      plan: { ...plan, contrasts: [["b", "zeta"]] },
      resamples: 20,
      ordinal: false,
    });
    expect(other.primary).toBeNull();
    expect(other.primaryReason).toMatch(/zeta, but the rated models are a, b/);
  });

  test("one Holm family over dimensions and contrasts", () => {
    const both = [...rows, ...rows.map((row) => ({ ...row, dimension: "reality" }))];
    const twice = analyseRatings(both, {
      plan: { ...plan, dimensions: ["harmony", "reality"] },
      resamples: 20,
      ordinal: false,
    });
    expect(twice.confirmatory).toHaveLength(2);
    const [first] = twice.confirmatory;
    expect(first!.pHolm).toBeCloseTo(2 * first!.p, 12);
    expect(twice.correlations[0]!.pairs).toBe(24 * 6 * 2);
  });

  test("without a plan there is no primary answer", () => {
    expect(analyseRatings(rows, { ordinal: false, resamples: 20 }).primaryReason).toMatch(
      /No primary question/,
    );
  });
});

test("balanced rows use the closed form; one lost rating turns to REML with nearly equal numbers", () => {
  const complete = exampleRows();
  const of = (list: RatingRow[]) => {
    const { crossed } = analyseRatings(list, { anchors: [], resamples: 20 }).dimensions[0]!;
    if (crossed.kind === "none") throw new Error(crossed.reason);
    return crossed;
  };
  const closed = of(complete);
  const lost = of(complete.filter((_, i) => i !== 17));
  expect([closed.method, lost.method]).toEqual(["closed form", "REML"]);
  expect(closed.differences[2]!.p).toBeCloseTo(0.0012927576, 10);
  closed.differences.forEach((d, i) => {
    expect(Math.abs(d.estimate - lost.differences[i]!.estimate)).toBeLessThan(0.1);
    expect(Math.abs(d.se / lost.differences[i]!.se - 1)).toBeLessThan(0.1);
  });
  expect(closed.means[0]!.se).toBeCloseTo(0.3525875159, 9);
});

test("three training runs of a model enter as a random effect, two do not", () => {
  const withRuns = (count: number) => {
    const list = rows
      .filter((row) => row.condition === "a" || row.condition === "b")
      .map((row) => ({ ...row, run: `run${Number(row.stimulus.split("-s")[1]) % count}` }));
    const { crossed } = analyseRatings(list, { ordinal: false, resamples: 20 }).dimensions[0]!;
    return crossed.kind === "result" ? crossed.formula : crossed.reason;
  };
  expect(withRuns(3)).toMatch(/\(1 \| run\)/);
  expect(withRuns(2)).not.toMatch(/run/);
});
