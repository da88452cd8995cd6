import { describe, expect, test } from "vitest";
import byCondition from "@/tests/golden/stats/by-condition.json";
import golden from "@/tests/golden/stats/mixed.json";
import { fitOrdinal } from "./clmm";
import { crossedAnalysis } from "./crossed";
import { randomTerm } from "./random-terms";
import { contrastTest, fitReml, jointTest, sequentialRows } from "./reml";
import { remlProblem } from "./reml-criterion";

// Golden values: tests/oracle/stats/mixed.R (lme4, lmerTest, ordinal). R's JSON writer unboxes
// vectors of length one, so single numbers stand for one-element lists.
const list = (value: number | (number | null)[] | null): number[] =>
  (Array.isArray(value) ? value : [value]) as number[];

/** Within 0.5 % or 0.002, whichever is wider. */
function near(got: number | null, expected: number, what: string): void {
  expect(got, `${what}: expected ${expected}`).not.toBeNull();
  const allowed = Math.max(0.002, 0.005 * Math.abs(expected));
  expect(Math.abs(got! - expected), `${what}: ${got} against ${expected}`).toBeLessThan(allowed);
}

const unit = (n: number, i: number) => Array.from({ length: n }, (_, k) => (k === i ? 1 : 0));

describe.each(golden.sets)("data set $index against R", ({ data, reml, clmm }) => {
  const { rating, condition, participant, stimulus } = data;
  const names = [...new Set(condition)].sort();
  const cells = participant.map((p, i) => `${p}:${condition[i]}`);
  const terms = [
    randomTerm("participant", participant),
    randomTerm("participant:condition", cells),
    randomTerm("stimulus", stimulus),
  ];

  test("REML: estimates, standard errors, variances, degrees of freedom, criterion", () => {
    const x = condition.map((c) => names.map((name, k) => (k === 0 || name === c ? 1 : 0)));
    const fit = fitReml(remlProblem(rating, x, terms));
    const { beta, se, df } = reml;
    names.forEach((name, i) => {
      const got = contrastTest(fit, unit(names.length, i));
      near(got.estimate, list(beta)[i]!, `effect ${name}`);
      near(got.se, list(se)[i]!, `standard error ${name}`);
      near(got.df, list(df)[i]!, `degrees of freedom ${name}`);
    });
    const variance = reml.variance as Record<string, number>;
    for (const part of fit.components) near(part.variance, variance[part.name]!, part.name);
    near(fit.residual.variance, variance.Residual!, "residual");
    expect(Math.abs(fit.criterion - reml.criterion)).toBeLessThan(0.001);
    expect(fit.singular).toBe(reml.singular);
    const joint = jointTest(fit, sequentialRows(x));
    near(joint.f, reml.omnibus.F, "omnibus F");
    expect(joint.df2 / reml.omnibus.df2).toBeCloseTo(1, 4);
    expect(joint.p / reml.omnibus.p).toBeCloseTo(1, 3);
  });

  test("ordinal mixed model: estimates, standard errors, log-likelihood", () => {
    const effects = names.slice(1);
    const x = condition.map((c) => effects.map((name) => (name === c ? 1 : 0)));
    const fit = fitOrdinal(rating, x, effects, terms);
    expect(Math.abs(fit.logLik - clmm.logLik)).toBeLessThan(0.001);
    const errors = list(clmm.se_beta);
    const given = errors.every((value) => typeof value === "number" && Number.isFinite(value));
    if (!given || clmm.boundary || list(clmm.said as never).length > 0) {
      expect(fit.singular).toBe(true);
      expect(fit.problems.length).toBeGreaterThan(0);
    }
    if (!given) return expect(fit.effects.every((effect) => effect.se === null)).toBe(true);
    expect(fit.singular).toBe(clmm.boundary);
    fit.thresholds.forEach((t, j) => {
      near(t.estimate, list(clmm.alpha)[j]!, `threshold ${t.name}`);
      near(t.se, list(clmm.se_alpha)[j]!, `standard error of threshold ${t.name}`);
    });
    fit.effects.forEach((e, i) => {
      near(e.estimate, list(clmm.beta)[i]!, `effect ${e.name}`);
      near(e.se, errors[i]!, `standard error ${e.name}`);
    });
    const sd = clmm.sd as Record<string, number>;
    for (const part of fit.components) {
      near(part.sd, sd[part.name === "participant:condition" ? "pc" : part.name]!, part.name);
    }
  });
});

describe.each(byCondition.sets)("variances by condition, data set $index against R", (expected) => {
  const { data } = golden.sets.find(({ index }) => index === expected.index)!;
  const rows = data.rating.map((rating, i) => ({
    participant: data.participant[i]!,
    stimulus: data.stimulus[i]!,
    condition: data.condition[i]!,
    dimension: "rating",
    rating,
  }));
  // R orders conditions by name
  rows.sort((a, b) => a.condition.localeCompare(b.condition));

  test("criterion, variances, and estimate, standard error, df and p of every difference", () => {
    const got = crossedAnalysis(rows, 0.95, "by condition");
    if (got.kind === "none") throw new Error(got.reason);
    expect(got.formula.includes("| stimulus")).toBe(true);
    expect(Math.abs(got.criterion! - expected.criterion)).toBeLessThan(0.001);
    const pairs = (
      Array.isArray(expected.pairs[0]) ? expected.pairs : [expected.pairs]
    ) as number[][];
    got.differences.forEach((difference, i) => {
      const [estimate, se, df, p] = pairs[i]!;
      near(difference.estimate, estimate!, "difference");
      near(difference.se, se!, "standard error");
      near(difference.df, df!, "degrees of freedom");
      near(difference.p, p!, "p");
    });
    const variances = got.components.map(({ variance }) => variance).sort((a, b) => a - b);
    [...expected.variance]
      .sort((a, b) => a - b)
      .forEach((variance, i) => {
        near(variances[i]!, variance, "variance");
      });
  });
});
