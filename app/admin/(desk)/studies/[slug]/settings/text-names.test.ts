import { describe, expect, it } from "vitest";
import { placeName } from "./text-names";

describe("placeName", () => {
  it.each([
    ["texts.title", "Title"],
    ["texts.hints.1", "Practice hint 2"],
    ["consent.paragraphs.0.heading", "Consent, paragraph 1: heading"],
    ["dimensions.0.lowLabel", "Scale 1: low end"],
    ["dimensions.1.pointLabels.3", "Scale 2: point 3"],
    ["questions.2.options.0.label", "Question 3: answer 1: words"],
    ["groups.0.texts.instructions", "Group 1: texts: instructions"],
  ])("calls %s by its name: %s", (place, name) => {
    expect(placeName(place)).toBe(name);
  });
});
