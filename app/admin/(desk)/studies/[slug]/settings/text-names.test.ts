import { describe, expect, it } from "vitest";
import { inReadingOrder, placeName } from "./text-names";

describe("placeName", () => {
  it.each([
    ["texts.title", "Title"],
    ["trials.practice", "Practice trials"],
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

it("texts stand in the order in which a participant meets them", () => {
  const places = [
    "dimensions.0.lowLabel",
    "dimensions.0.question",
    "texts.hints.10",
    "texts.hints.2",
    "consent.paragraphs.0.text",
    "consent.paragraphs.0.heading",
    "texts.title",
    "dimensions.0.name",
  ];
  expect(inReadingOrder(places.map((place) => ({ place }))).map(({ place }) => place)).toEqual([
    "texts.title",
    "texts.hints.2",
    "texts.hints.10",
    "consent.paragraphs.0.heading",
    "consent.paragraphs.0.text",
    "dimensions.0.name",
    "dimensions.0.question",
    "dimensions.0.lowLabel",
  ]);
});
