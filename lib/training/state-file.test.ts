import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { RunIdentity, TrainingState } from "@/lib/training/state";
import { readState, saveState } from "@/lib/training/state";
import { exportState, packState, takeUpState, unpackState } from "@/lib/training/state-file";
import { TINY_SETTINGS } from "@/tests/fixtures/models/tiny-training";

const parent = fs.mkdtempSync(path.join(os.tmpdir(), "state-file-"));
afterAll(() => fs.rmSync(parent, { recursive: true }));
let folders = 0;
const newFolder = () => path.join(parent, `run-${folders++}`);

const identity: RunIdentity = {
  ...{ model: "CNN_a", corpus: "bach", corpusDigest: "0".repeat(64), seed: 1 },
  settings: TINY_SETTINGS,
};

function stateAt(step: number, values: Float32Array, best = values): TrainingState {
  return {
    ...{ identity, step, passAccuracy: [0.1], bestValidation: 2.3, bestStep: 1, withoutGain: 0 },
    sinceLog: { loss: 1 / 3, right: 2, count: 7, seconds: 0.1 },
    thisPass: { loss: 1 / 7, right: 2, count: 7 },
    ...{ log: [], finished: null, weights: [values], best: [best.slice()] },
    adam: { updates: step, first: [values.map((v) => v / 2)], second: [values.map((v) => v * v)] },
  };
}

describe("an exported state", () => {
  it("comes back number by number, with best weights of its own or the last ones", () => {
    const floats = fc.float32Array({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(floats, fc.boolean(), (values, own) => {
        const state = stateAt(5, values, own ? values.map((v) => v + 1) : values);
        expect(unpackState(packState(state), "file")).toEqual(state);
      }),
    );
  });

  it("keeps equal best weights once", () => {
    const values = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i * i));
    const size = (best: Float32Array) => packState(stateAt(1, values, best)).length;
    expect(size(values.map((v) => v * 1.1)) - size(values)).toBeGreaterThan(10_000);
  });

  it("is refused when cut, changed, or another file", () => {
    const packed = packState(stateAt(5, Float32Array.from([1, 2, 3])));
    expect(() => unpackState(packed.subarray(0, -9), "f")).toThrow(
      /f: expected a whole state, got/,
    );
    expect(() => unpackState(Buffer.from("PK"), "f")).toThrow(/written by --export-state, got/);
    const start = packed.indexOf(Buffer.from([0x1f, 0x8b]));
    const content = gunzipSync(packed.subarray(start));
    content[content.length - 1]! ^= 1;
    const changed = Buffer.concat([packed.subarray(0, start), gzipSync(content)]);
    expect(() => unpackState(changed, "f")).toThrow(/numbers with digest/);
  });

  it("is taken up where there is no run, or one that came less far; never of another run", () => {
    const [from, to] = [newFolder(), newFolder()];
    saveState(from, stateAt(7, Float32Array.from([1])));
    const file = path.join(parent, "a.state");
    exportState(from, file);
    takeUpState(file, to, identity);
    expect(readState(to)).toEqual(readState(from));
    saveState(to, stateAt(8, Float32Array.from([2])));
    expect(() => takeUpState(file, to, identity)).toThrow(/at most 7 updates in .*, found 8/);
    expect(readState(to)!.step).toBe(8);
    const fresh = newFolder();
    expect(() => takeUpState(file, fresh, { ...identity, seed: 2 })).toThrow(/to resume, found/);
    expect(fs.existsSync(fresh)).toBe(false);
    expect(() => takeUpState("nowhere", fresh, identity)).toThrow(
      /expected a file, found no nowhere/,
    );
    expect(() => exportState(fresh, file)).toThrow(/expected a training run in .*, found none/);
  });
});
