import { expect, test } from "vitest";
import { ratingDesign } from "@/lib/stats/rating-design";
import { analysisPlanSchema, primaryModelWords } from "./analysis-plan";

const frozenBefore = {
  primary: "harmony",
  contrasts: [["a", "b"]],
  dimensions: ["harmony"],
  alpha: 0.05,
  family: "holm",
  equivalenceMargin: null,
  analysisSet: "completed, not excluded, first presentations of main trials",
  sensitivity: "all ratings given",
  exclusionRules: [],
};

test("a plan that was frozen without variances is read as it was, and means pooled", () => {
  const plan = analysisPlanSchema.parse(frozenBefore);
  expect(plan).toEqual(frozenBefore);
  expect(primaryModelWords(plan)).toContain("One variance of each term for all conditions.");
  expect(() => analysisPlanSchema.parse({ ...frozenBefore, variances: "as found" })).toThrow();
});

test("the plan's sentence names every term that the fit may have, and its counts", () => {
  const words = primaryModelWords({ variances: "by condition" });
  const rows = (stimuli: number, participants: number) =>
    Array.from({ length: participants * stimuli * 2 }, (_, i) => ({
      participant: `p${Math.floor(i / (2 * stimuli))}`,
      stimulus: `s${i % (2 * stimuli)}`,
      item: `i${i % stimuli}`,
      condition: i % (2 * stimuli) < stimuli ? "a" : "b",
      dimension: "harmony",
      rating: (i * 7) % 5,
    }));
  const termsOf = (stimuli: number, participants: number) => {
    const design = ratingDesign(rows(stimuli, participants), "by condition");
    if (design.kind === "none") throw new Error(design.reason);
    return design.terms;
  };
  for (const { name } of termsOf(3, 6)) expect(words).toContain(`(1 | ${name})`);
  const split = (stimuli: number, participants: number) =>
    termsOf(stimuli, participants)
      .filter(({ parts }) => parts)
      .map(({ name }) => name);
  expect(words).toContain("3 stimuli or more");
  expect(words).toContain("6 participants or more");
  expect(split(3, 6)).toEqual(["participant:condition", "stimulus"]);
  expect(split(2, 6)).toEqual(["participant:condition"]);
  expect(split(3, 5)).toEqual(["stimulus"]);
});
