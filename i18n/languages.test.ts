import { describe, expect, it } from "vitest";
import { chooseLanguage, direction, fitting, nameOf } from "./languages";

describe("chooseLanguage", () => {
  it("takes what was asked for, in whatever region", () => {
    expect(chooseLanguage("zh", "en")).toBe("zh");
    expect(chooseLanguage("zh-Hans-CN", null)).toBe("zh");
  });

  it("takes the first language that the browser accepts and the site has", () => {
    expect(chooseLanguage(null, "fr-FR,fr;q=0.9,zh-CN;q=0.8,en;q=0.7")).toBe("zh");
    expect(chooseLanguage(null, "zh;q=0.3,en;q=0.7")).toBe("en");
    expect(chooseLanguage(null, "zh;q=0,fr")).toBe("en");
  });

  it("falls back to English", () => {
    expect(chooseLanguage("xx", "fr")).toBe("en");
    expect(chooseLanguage(null, null)).toBe("en");
  });
});

describe("fitting", () => {
  it("is null for a language without a message file", () => {
    expect(fitting("fr")).toBeNull();
  });
});

describe("direction", () => {
  it("is right to left for Arabic and Hebrew", () => {
    expect(["ar", "he-IL", "en", "zh"].map(direction)).toEqual(["rtl", "rtl", "ltr", "ltr"]);
  });
});

describe("nameOf", () => {
  it("is the language's own name", () => {
    expect([nameOf("en"), nameOf("zh")]).toEqual(["English", "中文"]);
  });
});
