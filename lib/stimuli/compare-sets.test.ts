import { describe, expect, it } from "vitest";
import { compareSets } from "@/lib/stimuli/compare-sets";
import { type Manifest, parseManifest, type Stimulus } from "@/lib/stimuli/manifest";

const digest = (letter: string) => letter.repeat(64);

function stimulus(n: number, changes: Partial<Stimulus> = {}): Stimulus {
  return {
    id: `stm_${String(n).padStart(20, "0")}`,
    role: "main",
    condition: "A",
    item: `i${n}`,
    files: { mp3: { sha256: digest("a"), bytes: 1 }, mid: { sha256: digest("b"), bytes: 1 } },
    durationMs: 1000,
    loudness: -18,
    truePeak: -3,
    seed: 1,
    originality: { status: "not computed", reason: "test" },
    description: {},
    factors: {},
    repairs: 0,
    ...changes,
  };
}

function manifest(stimuli: Stimulus[], set: Partial<Manifest["set"]> = {}): Manifest {
  return parseManifest({
    format: 1,
    stimuli,
    set: {
      name: "s",
      preset: "paper",
      seed: 1,
      temperature: 1,
      tempo: 120,
      instrument: "piano",
      steps: 128,
      loudness: { target: -18, truePeakLimit: -1 },
      renderer: { name: "sampler", version: "1", samples: null, samplesVersion: null },
      codeVersion: "c",
      backend: "wasm",
      corpus: "absent",
      checkpoints: { A: digest("c") },
      conditions: [{ id: "A", kind: "model" }],
      factors: [],
      rejections: [],
      ...set,
    },
  });
}

describe("comparing sets", () => {
  const a = manifest([stimulus(1), stimulus(2), stimulus(3)]);

  it("finds nothing between a set and itself", () => {
    expect(compareSets(a, a)).toEqual({ facts: [], onlyInA: [], onlyInB: [], clips: [], same: 3 });
  });

  it("names facts by their place, with both values", () => {
    const loudness = { target: -20, truePeakLimit: -1 };
    const b = manifest(a.stimuli, { loudness, checkpoints: { A: digest("d") }, tempo: 100 });
    expect(compareSets(a, b).facts).toEqual([
      { fact: "tempo", a: 120, b: 100 },
      { fact: "loudness.target", a: -18, b: -20 },
      { fact: "checkpoints.A", a: digest("c"), b: digest("d") },
    ]);
    const edges = {
      primers: { corpus: "bach", sha256: digest("e") },
      batches: [20],
      nearEdges: {},
    };
    expect(compareSets(a, manifest(a.stimuli, { sampling: edges })).facts).toEqual(
      ["primers.corpus", "primers.sha256", "batches", "nearEdges"].map((fact) =>
        expect.objectContaining({ fact: `sampling.${fact}`, a: undefined }),
      ),
    );
  });

  it("compares clips by their place and names the files that differ", () => {
    const changed = stimulus(9, {
      item: "i2",
      files: { mp3: { sha256: digest("f"), bytes: 1 }, mid: { sha256: digest("b"), bytes: 1 } },
    });
    const soundOnly = stimulus(3, { files: { mp3: { sha256: digest("a"), bytes: 1 } } });
    const { clips, same } = compareSets(a, manifest([stimulus(1), changed, soundOnly]));
    expect(clips.map(({ item, files }) => [item, files])).toEqual([
      ["i2", ["mp3"]],
      ["i3", ["mid"]],
    ]);
    expect(clips[0]).toMatchObject({ a: a.stimuli[1]!.id, b: changed.id });
    expect(same).toBe(1);
  });

  it("names places that only one of them has, and counts repeated places in order", () => {
    const practice = (n: number) => stimulus(n, { role: "practice", item: "p" });
    const one = manifest([stimulus(1), practice(4), practice(5)]);
    const two = manifest([stimulus(2), practice(4)]);
    const { onlyInA, onlyInB, same } = compareSets(one, two);
    expect(onlyInA).toEqual(["main A i1", "practice A p (2)"]);
    expect(onlyInB).toEqual(["main A i2"]);
    expect(same).toBe(1);
  });
});
