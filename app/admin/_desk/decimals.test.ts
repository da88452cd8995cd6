import { expect, it } from "vitest";
import { decimals } from "./decimals";

it("numbers carry a true minus sign, none when they round to nothing, and a dash where there is none", () => {
  expect(decimals(-18, 2)).toBe("−18.00");
  expect(decimals(2.34567)).toBe("2.346");
  expect(decimals(-0.0004)).toBe("0.000");
  expect(
    [null, undefined, Number.NaN, Number.POSITIVE_INFINITY].map((one) => decimals(one)),
  ).toEqual(["–", "–", "–", "–"]);
});
