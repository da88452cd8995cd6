import { describe, expect, it } from "vitest";
import { writtenDate } from "./dates";

describe("writtenDate", () => {
  it("writes the day out in the language, the same in every time zone", () => {
    expect(writtenDate("2027-12-31", "en")).toBe("31 December 2027");
    expect(writtenDate("2027-12-31", "zh")).toBe("2027年12月31日");
  });

  it("leaves nothing as nothing and what is no date as it is", () => {
    expect(writtenDate("", "en")).toBe("");
    expect(writtenDate("soon", "en")).toBe("soon");
  });
});
