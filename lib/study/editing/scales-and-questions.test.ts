import { describe, expect, it } from "vitest";
import { parseConfiguration } from "@/lib/study/configuration";
import {
  moved,
  newDimension,
  newOption,
  newQuestion,
  withDimensions,
  withKind,
  withRange,
} from "@/lib/study/editing/scales-and-questions";
import { testConfiguration } from "@/tests/factories/rated-study";

const LANGUAGES = ["en", "zh"];
const configuration = testConfiguration({ slug: "x" });
const start = configuration;

describe("the editor of scales and questions", () => {
  it("gives a configuration that holds: new scales and questions have keys of their own", () => {
    const one = newDimension(LANGUAGES, start.dimensions);
    const two = newDimension(LANGUAGES, [...start.dimensions, one]);
    const question = withKind(newQuestion(LANGUAGES, []), "single", LANGUAGES);
    const options = [...question.options, newOption(LANGUAGES, question.options)];
    const edited = withDimensions(start, [...start.dimensions, one, two]);
    const whole = { ...edited, questions: [{ ...question, options }] };
    const parsed = parseConfiguration(whole);
    expect(new Set(parsed.dimensions.map(({ id }) => id)).size).toBe(start.dimensions.length + 2);
    expect(parsed.questions[0]!.options.map(({ id }) => id)).toEqual(["answer1", "answer2"]);
    expect(parsed.plan.primary).toBe(configuration.plan.primary);
  });

  it("lets the plan follow a scale that gets another key, and forget one that goes", () => {
    const [first, ...rest] = start.dimensions;
    const renamed = withDimensions(start, [{ ...first!, id: "beauty" }, ...rest], {
      from: first!.id,
      to: "beauty",
    });
    expect(renamed.plan.primary).toBe("beauty");
    expect(renamed.plan.dimensions).toContain("beauty");
    const gone = withDimensions(renamed, rest);
    expect(gone.plan.primary).toBe(rest[0]!.id);
    expect(gone.plan.dimensions).not.toContain("beauty");
  });

  it("drops labels of points that a scale no longer has, and answers of what is no choice", () => {
    const labelled = {
      ...start.dimensions[0]!,
      pointLabels: { "3": { en: "so" }, "5": { en: "z" } },
    };
    expect(Object.keys(withRange(labelled, { high: 4 }).pointLabels)).toEqual(["3"]);
    const choice = withKind(newQuestion(LANGUAGES, []), "multiple", LANGUAGES);
    expect(choice.options).toHaveLength(1);
    expect(withKind(choice, "long", LANGUAGES).options).toEqual([]);
  });

  it("moves within the list only", () => {
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
  });
});
