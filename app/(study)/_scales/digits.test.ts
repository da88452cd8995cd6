import { describe, expect, it } from "vitest";
import { pointOf, singleDigits } from "./digits";

const sixPoints = [0, 1, 2, 3, 4, 5];
const elevenPoints = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe("pointOf", () => {
  it("takes 0 as a point like any other", () => {
    expect(pointOf("0", sixPoints, null, 0).value).toBe(0);
  });

  it("gives null for a digit that the scale does not have", () => {
    expect(pointOf("7", sixPoints, null, 0).value).toBeNull();
    expect(pointOf("0", [1, 2, 3], null, 0).value).toBeNull();
  });

  it("joins 1 and 0 to 10 when they come together", () => {
    const first = pointOf("1", elevenPoints, null, 0);
    expect(first.value).toBe(1);
    expect(pointOf("0", elevenPoints, first.typed, 300).value).toBe(10);
    expect(pointOf("0", elevenPoints, first.typed, 900).value).toBe(0);
  });

  it("takes the second digit alone where both together are no point", () => {
    const first = pointOf("1", sixPoints, null, 0);
    expect(pointOf("0", sixPoints, first.typed, 100).value).toBe(0);
  });
});

describe("singleDigits", () => {
  it("is false from 10 on", () => {
    expect(singleDigits(sixPoints)).toBe(true);
    expect(singleDigits(elevenPoints)).toBe(false);
  });
});
