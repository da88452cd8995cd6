import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { corpusPresent, readCorpusFile } from "@/lib/datasets/files";
import { loadCorpus, publishedSplit } from "@/lib/datasets/load";
import { CORPORA } from "@/lib/datasets/registry";
import { readBatch, TABLE_WINDOWS, windowPlaces } from "@/lib/datasets/windows";
import { textFromEvents } from "@/lib/encoding/melody";
import { namedStream } from "@/lib/shared/rng";

describe("loading a melody corpus", () => {
  it.skipIf(!corpusPresent("bach"))("reads and splits Bach", () => {
    const bach = loadCorpus("bach");
    expect(bach.classes).toBe(38);
    expect(bach.train[0]!.length + bach.validation[0]!.length).toBe(331_708);
    expect(bach.validation[0]!.length).toBe(Math.floor(331_708 * 0.05));
    expect(bach.eval[0]!.length).toBe(22_196);
    expect(Math.max(...bach.eval[0]!)).toBeLessThan(38);
  });

  it.skipIf(!corpusPresent("bach"))("joins Bach again as it was published", () => {
    const whole = publishedSplit(loadCorpus("bach"));
    expect(whole.train).toHaveLength(1);
    const symbols = "._0123456789abcdefghijklmnopqrstuvwxyz";
    const text = readCorpusFile(CORPORA.bach.files.train).toString("latin1");
    expect([...whole.train[0]!].map((event) => symbols[event]).join("")).toBe(text);
    expect(whole.validation).toBe(whole.eval);
  });

  // Counted on the characters of the file by the two loops of the authors' script: pairs of an event
  // and the second after it, then 64 of them in a row with the pair that follows.
  it.skipIf(!corpusPresent("bach"))(
    "lays windows `table` over Bach as a script of few lines",
    () => {
      const text = readCorpusFile(CORPORA.bach.files.train).toString("latin1");
      const pairs = Array.from({ length: text.length - 2 }, (_, i) => [text[i]!, text[i + 2]!]);
      const count = pairs.length - 64;
      expect(count).toBe(331_642);
      const { train } = publishedSplit(loadCorpus("bach"));
      const places = windowPlaces(train, TABLE_WINDOWS);
      expect(places.count).toBe(count);
      const rng = namedStream(19, "table windows");
      for (const place of [0, count - 1, ...[1, 2, 3].map(() => rng.int(1, count - 2))]) {
        const { windows, labels } = readBatch(train, places, [place], TABLE_WINDOWS);
        const window = pairs.slice(place, place + 64).map(([event]) => event);
        expect(textFromEvents([...windows]), `place ${place}`).toBe(window.join(""));
        expect(textFromEvents([...labels]), `place ${place}`).toBe(pairs[place + 64]![1]);
      }
    },
  );

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
