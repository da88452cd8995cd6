import { describe, expect, test } from "vitest";
import golden from "@/tests/golden/stats/classic.json";
import { crossedAnalysis } from "./crossed";
import {
  chiSquareAbove,
  fAbove,
  fPoint,
  normalBelow,
  normalPoint,
  tPoint,
  tTwoSided,
} from "./distributions";
import { friedman } from "./friedman";
import { icc } from "./icc";
import type { RatingRow } from "./long-table";
import { noncentralTBelow, tTestPower } from "./noncentral-t";
import { ordinalAnalysis } from "./ordinal";
import { oneWay, paired, welch } from "./t-tests";
import { wilcoxon } from "./wilcoxon";

// Golden values: tests/oracle/stats/classic.R.
const close = (got: number | null | undefined, expected: number, digits = 9) => {
  expect(got).not.toBeNull();
  expect(Math.abs(got! - expected)).toBeLessThan(10 ** -digits * Math.max(1, Math.abs(expected)));
};

const closeAll = (got: (number | undefined)[], expected: readonly number[], digits = 9) => {
  expect(got.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) close(got[i], value, digits);
};

describe("distributions", () => {
  const { tails, noncentral, power } = golden;
  test("tails and quantiles equal R's, far tails in relative terms", () => {
    const t = [
      [0.1, 1.5],
      [3, 7.3],
      [12, 22],
      [40, 300],
    ] as const;
    const f = [
      [0.2, 1, 5],
      [3.3, 3, 11.9688],
      [25, 4, 60],
      [300, 2, 8.5],
    ] as const;
    const relative = (got: number, i: number, expected: number[]) => got / expected[i]!;
    const ones = [1, 1, 1, 1];
    closeAll(
      t.map(([x, df], i) => relative(tTwoSided(x, df), i, tails.t)),
      ones,
      8,
    );
    closeAll(
      f.map(([x, df1, df2], i) => relative(fAbove(x, df1, df2), i, tails.f)),
      ones,
      8,
    );
    const chi = [chiSquareAbove(0.3, 1), chiSquareAbove(5.5, 3), chiSquareAbove(30, 6)];
    closeAll(chi, tails.chi, 12);
    closeAll(
      [1.2, 4, 11.97, 400].map((df) => tPoint(0.975, df)),
      tails.qt,
    );
    closeAll([fPoint(0.975, 5, 4.785), fPoint(0.975, 2, 30), fPoint(0.975, 11, 7)], tails.qf);
    expect(normalBelow(normalPoint(0.3))).toBeCloseTo(0.3, 12);
  });

  test.each(noncentral)("noncentral t at $t, df $df, δ $delta", ({ t, df, delta, value }) => {
    close(noncentralTBelow(t, df, delta), value, 9);
  });

  test("power of a two-sample t test equals power.t.test", () => {
    const n = 23;
    close(tTestPower(2 * n - 2, (0.6 / 1.1) * Math.sqrt(n / 2), 0.05), power, 7);
  });
});

describe("rank tests", () => {
  test.each(golden.wilcoxon)("Wilcoxon: V = $V", ({ d, V, p, pGreater, interval, hl }) => {
    // R has no exact p with ties: there its normal approximation is compared.
    const sizes = d.filter((x) => x !== 0).map((x) => Math.abs(Number(x.toFixed(9))));
    const tied = new Set(sizes).size < sizes.length;
    const got = wilcoxon(d, tied ? { method: "normal approximation" } : {})!;
    expect(got.wPlus).toBe(V);
    close(got.p, p);
    close(got.pGreater, pGreater);
    if (hl !== null && interval) {
      close(got.hodgesLehmann, hl);
      close(got.interval.low, interval[0]!);
      close(got.interval.high, interval[1]!);
    }
  });

  test("Wilcoxon is exact with ties too, and says the level that few pairs reach", () => {
    const tied = wilcoxon([2, 1, 1, 1, 1, -1, 1, 2])!;
    expect(tied).toMatchObject({ method: "exact", ties: true });
    // 14 of the 256 sign patterns give W+ of at most 3.5 or at least 32.5
    expect(tied.p).toBe(14 / 256);
    expect(wilcoxon([1, 2, 3, 4, 5])!.interval).toEqual({ low: 1, high: 5, level: 0.9375 });
    expect(wilcoxon([1, 2, 3, 4, 5, 6])!.interval.level).toBe(0.95);
  });

  test("Wilcoxon with zeros only has no answer; exact with ties is the permutation distribution", () => {
    expect(wilcoxon([0, 0])).toBeNull();
    // signs of ranks 1.5, 1.5, 3: W+ = 6 in one of eight patterns
    expect(wilcoxon([1, 1, 2], { method: "exact" })!.pGreater).toBe(1 / 8);
    expect(() => wilcoxon([])).toThrow("at least one pair");
  });

  test.each(golden.friedman)("Friedman: χ² = $chi", ({ table, chi, df, p }) => {
    const got = friedman(table)!;
    close(got.chiSquare, chi);
    expect(got.df).toBe(df);
    close(got.p, p);
  });

  test("Friedman of tied blocks has no answer", () => {
    expect(
      friedman([
        [1, 1],
        [2, 2],
      ]),
    ).toBeNull();
    expect(() => friedman([[1, 2]])).toThrow("at least 2 blocks");
  });
});

describe("reliability and t tests", () => {
  test.each(golden.icc)("ICC with intervals, set %#", ({ table, value, low, high }) => {
    const got = icc(table)!;
    got.values.forEach((coefficient, i) => {
      close(coefficient.value, value[i]!);
      close(coefficient.interval?.low, low[i]!, 6);
      close(coefficient.interval?.high, high[i]!, 6);
    });
  });

  test.each(golden.t)(
    "t tests and one-way ANOVA, set %#",
    ({ a, b, welch: w, paired: pr, F, p }) => {
      const got = welch(a, b)!;
      const parts = [got.estimate, got.se, got.df, got.p, got.interval.low, got.interval.high];
      closeAll(parts, w);
      const both = paired(a.slice(0, 9).map((value, i) => value - b[i]!))!;
      closeAll([both.estimate, both.se, both.df, both.p], pr);
      const anova = oneWay([a, b, a.map((value) => value + b[0]!)])!;
      close(anova.f, F);
      close(anova.p, p);
    },
  );
});

describe.each(golden.items)("models with a shared item, set %#", ({ data, reml, clmm }) => {
  const rows: RatingRow[] = data.rating.map((rating, i) => ({
    participant: data.participant[i]!,
    stimulus: data.stimulus[i]!,
    item: data.item[i]!,
    condition: data.condition[i]!,
    dimension: "rating",
    rating,
  }));
  // R orders conditions by name
  rows.sort((a, b) => a.condition.localeCompare(b.condition));

  test("REML equals lmer with (1 | item)", () => {
    const got = crossedAnalysis(rows);
    if (got.kind === "none") throw new Error(got.reason);
    expect(got.formula).toMatch(/\(1 \| item\)$/);
    const [first, second] = got.differences;
    close(got.means[0]!.estimate, reml.beta[0]!, 4);
    close(got.means[0]!.se, reml.se[0]!, 4);
    close(-first!.estimate, reml.beta[1]!, 4);
    close(-second!.estimate, reml.beta[2]!, 4);
    close(first!.se, reml.se[1]!, 4);
    close(first!.df, reml.df[1]!, 3);
    close(got.criterion, reml.criterion, 6);
    const variance = reml.variance as Record<string, number>;
    for (const part of got.components) {
      close(part.variance, variance[part.name === "residual" ? "Residual" : part.name]!, 4);
    }
  });

  test("the ordinal mixed model equals clmm with (1 | item)", () => {
    const got = ordinalAnalysis(rows);
    if (got.kind === "none") throw new Error(got.reason);
    expect(Math.abs(got.logLik - clmm.logLik)).toBeLessThan(0.001);
    got.effects.forEach((effect, i) => {
      close(effect.estimate, clmm.beta[i]!, 3);
      close(effect.se, clmm.se[i]!, 3);
    });
  });
});
