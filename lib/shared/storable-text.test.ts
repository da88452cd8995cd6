import { describe, expect, it } from "vitest";
import { storable, storableText } from "./storable-text";

describe("storableText", () => {
  it("takes out what a database refuses and nothing else", () => {
    expect(storableText("a\u0000b\ud83d")).toBe("ab\ufffd");
    expect(storableText("\udfb5x")).toBe("\ufffdx");
    const fine = '=1+1, "quoted" & 雨 🎵\nsecond\tline \u0001';
    expect(storableText(fine)).toBe(fine);
  });
});

describe("storable", () => {
  it("reaches every text, and leaves numbers, null and order alone", () => {
    const given = { "n\u0000": ["a\u0000", { deep: "\ud83d" }], zero: 0, none: null, no: false };
    const kept = { n: ["a", { deep: "\ufffd" }], zero: 0, none: null, no: false };
    expect(JSON.stringify(storable(given))).toBe(JSON.stringify(kept));
  });
});
