import { expect, it } from "vitest";
import { slugOf } from "./slug-of";

it.each([
  ["Bach, take 2", "bach-take-2"],
  ["  Für Élise – again!  ", "fur-elise-again"],
  ["研究", ""],
  [`${"a".repeat(59)} b`, "a".repeat(59)],
])("turns the name %s into the address %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
