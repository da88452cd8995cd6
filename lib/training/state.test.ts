import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshAdam } from "@/lib/training/adam";
import { loadState, type RunIdentity, saveState, type TrainingState } from "@/lib/training/state";
import { TINY_SETTINGS } from "@/tests/fixtures/models/tiny-training";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "state-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const identity: RunIdentity = {
  model: "CNN_a",
  corpus: "bach",
  corpusDigest: "0".repeat(64),
  seed: 1,
  settings: TINY_SETTINGS,
};

function stateAt(step: number): TrainingState {
  const weights = [Float32Array.from([step, 0.1, -1e-30]), Float32Array.from([Math.fround(1 / 3)])];
  const adam = { ...freshAdam([3, 1]), updates: step };
  adam.first[0]!.fill(0.25);
  return {
    identity,
    step,
    sinceLog: { loss: 1 / 3, right: 2, count: 7, seconds: 0.1 },
    thisPass: { loss: 1 / 7, right: 2, count: 7 },
    passAccuracy: [0.1],
    bestValidation: 2.3,
    bestStep: 1,
    withoutGain: 0,
    log: [],
    finished: null,
    weights,
    best: weights.map((w) => w.slice()),
    adam,
  };
}

describe("stored training state", () => {
  it("comes back exactly, to the last bit of every number", () => {
    saveState(folder, stateAt(3));
    expect(loadState(folder, identity)).toEqual(stateAt(3));
  });

  it("is absent in an empty folder", () => {
    expect(loadState(folder, identity)).toBeNull();
  });

  it("keeps the last whole state when the next one is cut off while it is written", () => {
    saveState(folder, stateAt(3));
    fs.writeFileSync(path.join(folder, "arrays-4.bin.part"), "half");
    fs.writeFileSync(path.join(folder, "state.json.part"), '{"step":4');
    expect(loadState(folder, identity)).toEqual(stateAt(3));
    saveState(folder, stateAt(5));
    expect(loadState(folder, identity)).toEqual(stateAt(5));
    expect(fs.readdirSync(folder).sort()).toEqual(["arrays-5.bin", "state.json"]);
  });

  it("is refused for another model, seed or corpus", () => {
    saveState(folder, stateAt(3));
    for (const change of [{ model: "CNN_b" }, { seed: 2 }, { corpusDigest: "1".repeat(64) }]) {
      expect(() => loadState(folder, { ...identity, ...change })).toThrow(/to resume, found/);
    }
  });
});
