import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultLanguage } from "@/i18n/languages";

type Messages = { [name: string]: string | Messages };

const files = readdirSync("messages").filter((name) => name.endsWith(".json"));

function read(file: string): Messages {
  return JSON.parse(readFileSync(`messages/${file}`, "utf8"));
}

function flat(messages: Messages, before = ""): [string, string][] {
  return Object.entries(messages).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[before + name, value]] : flat(value, `${before}${name}.`),
  );
}

/** Names of the values that a message puts in. */
function holes(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]!))].sort();
}

describe("message files", () => {
  const standard = new Map(flat(read(`${defaultLanguage}.json`)));

  it("exist for English and Chinese at least", () => {
    expect(files).toEqual(expect.arrayContaining(["en.json", "zh.json"]));
  });

  it.each(files)("%s has every message, none empty, with the same values put in", (file) => {
    const own = new Map(flat(read(file)));
    expect([...own.keys()].sort()).toEqual([...standard.keys()].sort());
    for (const [name, message] of own) {
      expect(message.trim(), name).not.toBe("");
      expect(holes(message), name).toEqual(holes(standard.get(name) ?? ""));
    }
  });
});
