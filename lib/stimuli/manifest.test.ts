import { describe, expect, it } from "vitest";
import { type Manifest, parseManifest, stimuliOf } from "@/lib/stimuli/manifest";
import { setIdOf, stimulusFileName, stimulusIdOf } from "@/lib/stimuli/stimulus-ids";

const digest = "a".repeat(64);

function manifest(): Manifest {
  const content = { role: "main" as const, condition: "LSTM", item: "item-1" };
  return {
    format: 1,
    set: {
      name: "A set",
      preset: "paper",
      seed: 1,
      temperature: 0.8,
      tempo: 120,
      instrument: "piano",
      steps: 128,
      loudness: { target: -18, truePeakLimit: -1 },
      renderer: { name: "sampler", version: "1", samples: "piano", samplesVersion: "1.0.5" },
      codeVersion: "abc",
      backend: "wasm",
      corpus: "absent",
      checkpoints: { LSTM: digest },
      conditions: [{ id: "LSTM", kind: "model" }],
      factors: ["run"],
      rejections: [{ model: "LSTM", rule: "undecodable", count: 0 }],
    },
    stimuli: [
      {
        id: stimulusIdOf({ ...content, mp3: digest }),
        ...content,
        files: { mp3: { sha256: digest, bytes: 100 } },
        durationMs: 17_000,
        loudness: -18,
        truePeak: -3,
        seed: "1 LSTM item-1",
        originality: { status: "not computed", reason: "corpus absent" },
        description: {},
        factors: { run: 1 },
        repairs: 0,
      },
    ],
  };
}

describe("manifest", () => {
  it("is read back as it was written", () => {
    const written = manifest();
    expect(parseManifest(JSON.parse(JSON.stringify(written)))).toEqual(written);
    expect(stimuliOf(written, "main")).toHaveLength(1);
    expect(stimuliOf(written, "practice")).toEqual([]);
  });

  it.each([
    ["no format", (m: Manifest) => Object.assign(m, { format: 2 }), "format"],
    ["an unknown field", (m: Manifest) => Object.assign(m.set, { madeAt: "today" }), "set"],
    [
      "an unknown condition",
      (m: Manifest) => Object.assign(m.stimuli[0]!, { condition: "GRU" }),
      "GRU is not among",
    ],
    [
      "a factor that is not listed",
      (m: Manifest) => Object.assign(m.stimuli[0]!.factors, { mood: 1 }),
      "mood",
    ],
    ["the same stimulus twice", (m: Manifest) => m.stimuli.push(m.stimuli[0]!), "stands twice"],
    ["a missing MP3", (m: Manifest) => Object.assign(m.stimuli[0]!, { files: {} }), "files.mp3"],
    [
      "a bad digest",
      (m: Manifest) => Object.assign(m.stimuli[0]!.files.mp3, { sha256: "x" }),
      "64 hexadecimal",
    ],
    ["no stimuli", (m: Manifest) => m.stimuli.pop(), "stimuli"],
  ])("refuses %s", (_, change, message) => {
    const wrong = manifest();
    change(wrong);
    expect(() => parseManifest(wrong)).toThrow(message);
  });
});

describe("ids", () => {
  it("follow from content, and differ where the content does", () => {
    const [stimulus] = manifest().stimuli;
    expect(stimulus!.id).toMatch(/^stm_[0-9a-z]{20}$/);
    const { role, item } = stimulus!;
    expect(stimulusIdOf({ role, item, condition: "GRU", mp3: digest })).not.toBe(stimulus!.id);
    const turned = JSON.parse(JSON.stringify(manifest())) as Manifest;
    turned.set = Object.fromEntries(Object.entries(turned.set).reverse()) as Manifest["set"];
    expect(setIdOf(turned)).toBe(setIdOf(manifest()));
    expect(setIdOf({ ...manifest(), set: { ...manifest().set, seed: 2 } })).not.toBe(
      setIdOf(manifest()),
    );
    expect(stimulusFileName(stimulus!.id, "events")).toBe(`${stimulus!.id}.events.json`);
  });
});
