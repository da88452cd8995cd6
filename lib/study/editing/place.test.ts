import { describe, expect, it } from "vitest";
import { limitsAt, valueAt, withValueAt } from "@/lib/study/editing/place";
import { isDraftConfiguration, problemAt, problemsOf } from "@/lib/study/editing/problems";
import { testConfiguration } from "@/tests/factories/rated-study";

const configuration = testConfiguration({ slug: "x" });

describe("places of a configuration", () => {
  it("are read and replaced without touching what lies beside them", () => {
    const changed = withValueAt(configuration, "trials.models.1.perParticipant", 7);
    expect(valueAt(changed, "trials.models.1.perParticipant")).toBe(7);
    expect(changed.trials.models[0]).toBe(configuration.trials.models[0]);
    expect(changed.texts).toBe(configuration.texts);
    expect(valueAt(configuration, "trials.nothing.at.all")).toBeUndefined();
  });

  it.each([
    ["trials.practice", { min: 0, max: 10, nullable: false }],
    ["trials.pauseEvery", { min: 2, max: 100, nullable: true }],
    ["trials.models.0.perParticipant", { min: 1, max: 200 }],
    ["stop.participants", { min: 1, max: 100_000 }],
    ["consent.ethicsNumber", { maxLength: 200 }],
  ])("%s has the schema's limits", (place, limits) => {
    expect(limitsAt(place)).toMatchObject(limits);
  });

  it("that the schema does not know are an error of the form", () => {
    expect(() => limitsAt("trials.nothing")).toThrow("expected a place of the configuration");
  });
});

describe("a draft", () => {
  it("may hold wrong values, each with its place, but no wrong shape", () => {
    const typing = withValueAt(configuration, "trials.practice", null);
    expect(isDraftConfiguration(typing)).toBe(true);
    expect(problemAt(problemsOf(typing), "trials")).toBe("expected a number");
    expect(problemAt(problemsOf(typing), "texts")).toBeNull();
    expect(isDraftConfiguration({ ...configuration, trials: null })).toBe(false);
    expect(isDraftConfiguration({ ...configuration, more: 1 })).toBe(false);
    expect(isDraftConfiguration({ ...configuration, stop: { kind: "never" } })).toBe(false);
  });
});
