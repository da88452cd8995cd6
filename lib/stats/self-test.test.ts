import { describe, expect, test } from "vitest";
import { check, decimalsOf } from "./reference/checks";
import { checkPublishedExamples } from "./self-test";

describe.each(checkPublishedExamples())("published example: $title", ({ checks, source }) => {
  test.each(checks)("$name", ({ expected, got, passed }) => {
    expect(source.length).toBeGreaterThan(5);
    expect(passed, `expected ${expected}, got ${got}`).toBe(true);
  });
});

test("a check fails when the last printed digit differs, and on NaN", () => {
  expect(check("x", 0.2533, 0.25334).passed).toBe(true);
  expect(check("x", 0.2533, 0.25336).passed).toBe(false);
  expect(check("x", 53, 53.001).passed).toBe(false);
  expect(check("x", 0.1, Number.NaN).passed).toBe(false);
  expect(decimalsOf(2.25e-5)).toBe(7);
});
