import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  packShares,
  packSigned,
  packWhole,
  unpackShares,
  unpackSigned,
  unpackWhole,
} from "@/lib/shared/packed-numbers";

describe("packed numbers", () => {
  it("give whole numbers back", () => {
    const values = [0, 1, 255, 256, 65_535];
    expect([...unpackWhole(packWhole(values))]).toEqual(values);
    for (const wrong of [-1, 65_536, 0.5]) expect(() => packWhole([wrong])).toThrow(/from 0 to/);
  });

  it("give shares back to half a step", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
        unpackShares(packShares(values)).forEach((value, i) => {
          expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(0.5 / 65_535 + 1e-12);
        });
      }),
    );
  });

  it("give numbers of either sign back to half a step of the greatest", () => {
    const values = [-3, -0.01, 0, 1.234, 2.9];
    const back = unpackSigned(packSigned(values));
    expect(back[0]).toBe(-3);
    back.forEach((value, i) => {
      expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(1.5 / 127);
    });
    expect([...unpackSigned(packSigned([0, 0]))]).toEqual([0, 0]);
    expect(() => packSigned([Number.NaN, 1 / 0])).toThrow(/finite/);
  });
});
