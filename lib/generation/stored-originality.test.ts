import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkpointFolder, readCheckpointMeta } from "@/lib/models/checkpoint-files";
import {
  readStoredOriginality,
  storedOriginality,
  writeStoredOriginality,
} from "./stored-originality";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "originality-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const corpus = { id: "some", sha256: "a".repeat(64) };
const clips = [
  [1, 2, 3],
  [4, 5],
];
const compare = (events: readonly number[]) => ({
  longestRun: events.length,
  share16: 0,
  share32: 0,
  share64: 0,
  nearestPlace: null,
});

describe("stored originality", () => {
  writeStoredOriginality(
    { corpus, set: { preset: "paper", seed: 1 }, checkpoints: {} },
    clips,
    compare,
    folder,
  );

  it("gives what was computed for the same clips", () => {
    expect(storedOriginality(corpus, clips, folder)!([4, 5])).toEqual(compare([4, 5]));
  });

  it("gives nothing when one clip is another, or the corpus is", () => {
    expect(storedOriginality(corpus, [...clips, [1, 23]], folder)).toBeUndefined();
    expect(storedOriginality({ ...corpus, sha256: "b".repeat(64) }, clips, folder)).toBeUndefined();
    expect(storedOriginality({ ...corpus, id: "other" }, clips, folder)).toBeUndefined();
  });
});

describe("artifacts/originality-bach.json", () => {
  it("is of the demo set by the weights that ship (study generate --preset paper --seed 1 --keep-originality)", () => {
    const stored = readStoredOriginality("bach");
    expect(stored?.set).toEqual({ preset: "paper", seed: 1 });
    for (const [model, sha256] of Object.entries(stored!.checkpoints)) {
      const meta = readCheckpointMeta(checkpointFolder("bach", model));
      expect(meta?.weights.sha256, model).toBe(sha256);
      expect(meta?.corpus.sha256).toBe(stored!.corpus.sha256);
    }
  });
});
