import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";

describe("loading a melody corpus", () => {
  it.skipIf(!corpusPresent("bach"))("reads and splits Bach", () => {
    const bach = loadCorpus("bach");
    expect(bach.classes).toBe(38);
    expect(bach.train[0]!.length + bach.validation[0]!.length).toBe(331_708);
    expect(bach.validation[0]!.length).toBe(Math.floor(331_708 * 0.05));
    expect(bach.eval[0]!.length).toBe(22_196);
    expect(Math.max(...bach.eval[0]!)).toBeLessThan(38);
  });

  it.skipIf(!corpusPresent("wikifonia"))("reads and splits Wikifonia", () => {
    const { train, validation, eval: held } = loadCorpus("wikifonia");
    expect(train[0]!.length + validation[0]!.length).toBe(2_389_710);
    expect(held[0]!.length).toBe(249_429);
  });

  it("refuses a folder without the files, or with altered ones", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "corpora-"));
    expect(() => loadCorpus("bach", folder)).toThrow(/Bach_train\.txt, found none/);
    fs.writeFileSync(path.join(folder, "Bach_train.txt"), "c...");
    expect(() => loadCorpus("bach", folder)).toThrow(/expected the SHA-256 digest/);
    fs.rmSync(folder, { recursive: true });
  });

  it("refuses an unknown corpus", () => {
    expect(() => loadCorpus("beatles")).toThrow(/expected one of/);
  });
});
