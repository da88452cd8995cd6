import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeSet, type SetWork } from "@/lib/generation/make-set";
import { regenerateSet } from "@/lib/generation/regenerate-set";
import { openStimulusFolder } from "@/lib/generation/stimulus-folder";
import { verifySet } from "@/lib/generation/verify-set";
import { midiToNotes } from "@/lib/music/midi-reading";
import type { Progress } from "@/lib/shared/progress";
import { compareSets } from "@/lib/stimuli/compare-sets";
import { type Manifest, stimuliOf } from "@/lib/stimuli/manifest";
import { setRequestOf } from "@/lib/stimuli/set-request";
import { stimulusFileName } from "@/lib/stimuli/stimulus-ids";
import { writeUntrainedCheckpoint } from "@/tests/fixtures/models/untrained-checkpoint";

// Sampling and encoding take their time on a busy machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "make-set-"));
const checkpoints = path.join(folder, "checkpoints");
const at = (name: string) => path.join(folder, name);
let made: Manifest;

const request = (seed: number) =>
  setRequestOf({
    preset: "paper",
    models: ["CNN_Naive"],
    items: 1,
    // Half the usual length, and no samples to read: the same code in less time.
    tempo: 240,
    instrument: "organ",
    seed,
    temperature: 1,
  });

const make = (name: string, work: Partial<SetWork> = {}, seed = 1) =>
  makeSet(request(seed), { codeVersion: "test", checkpoints, out: at(name), ...work });

beforeAll(async () => {
  vi.stubEnv("STUDY_BACKEND", "");
  await writeUntrainedCheckpoint(checkpoints, { primers: 5 });
  made = await make("first");
});
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

const bytes = (name: string) =>
  Object.fromEntries(
    fs
      .readdirSync(at(name))
      .map((file) => [file, fs.readFileSync(path.join(at(name), file), "hex")]),
  );

describe("a set made from a checkpoint", () => {
  it("has all files of every clip, and nothing else", () => {
    expect(made.stimuli).toHaveLength(5);
    expect(stimuliOf(made, "main")).toHaveLength(1);
    const expected = made.stimuli.flatMap(({ id }) =>
      (["mp3", "mid", "events", "musicxml", "svg"] as const).map((k) => stimulusFileName(id, k)),
    );
    expect(fs.readdirSync(at("first")).sort()).toEqual([...expected, "manifest.json"].sort());
  });

  it("names nothing of its origin in any file but the manifest, and no clock time there", () => {
    for (const file of fs.readdirSync(at("first"))) {
      const text = fs.readFileSync(path.join(at("first"), file), "latin1");
      expect(text).not.toMatch(/\b20\d\d-\d\d-\d\d|T\d\d:\d\d:\d\d/);
      if (file !== "manifest.json") expect(text).not.toMatch(/CNN_Naive|human|scrambled|bach-/);
    }
  });

  it("has MIDI of exactly 128 steps, and clips of one length", () => {
    for (const { id, files, durationMs } of made.stimuli) {
      const midi = midiToNotes(fs.readFileSync(path.join(at("first"), `${id}.mid`)));
      expect(midi.steps).toBe(128);
      expect(durationMs).toBe(9_000);
      expect(files.mp3.bytes).toBe(made.stimuli[0]!.files.mp3.bytes);
    }
  });

  it("records everything needed to make it again", () => {
    const { set } = made;
    expect(set.sampling).toMatchObject({ primers: { corpus: "bach" }, batches: [5] });
    expect(set.checkpoints.CNN_Naive).toMatch(/^[0-9a-f]{64}$/);
    expect(set).toMatchObject({ backend: "own", codeVersion: "test", temperature: 1, seed: 1 });
    expect(set.renderer.engraver).toMatch(/^verovio@\d/);
  });

  it("is made again byte for byte, and lets other work have its turn meanwhile", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await make("second");
    clearInterval(timer);
    expect(bytes("second")).toEqual(bytes("first"));
    expect(turns).toBeGreaterThan(100);
  });

  it("is another with another seed", async () => {
    const other = await make("other", {}, 2);
    const written = (manifest: Manifest) =>
      manifest.stimuli
        .filter(({ condition }) => condition === "CNN_Naive")
        .map(({ files }) => files.events!.sha256);
    expect(written(other)).toHaveLength(2);
    for (const digest of written(other)) expect(written(made)).not.toContain(digest);
    const { facts, clips, same, onlyInA, onlyInB } = compareSets(made, other);
    // The sampled events differ too, so nothing but what both sets took from the corpus may be the same.
    expect(facts.map(({ fact }) => fact)).toEqual([
      "name",
      "seed",
      "loudness.byEar",
      "sampling.nearEdges",
    ]);
    const places = (of: Manifest) => of.stimuli.map((s) => `${s.role} ${s.condition} ${s.item}`);
    const shared = places(made).filter((place) => places(other).includes(place));
    expect(clips.length + same).toBe(shared.length);
    expect([onlyInA.length, onlyInB.length]).toEqual([5 - shared.length, 5 - shared.length]);
    expect(shared.filter((place) => place.includes("CNN_Naive"))).toHaveLength(
      clips.filter(({ condition }) => condition === "CNN_Naive").length,
    );
  });

  it("refuses a folder that holds files, before it works", async () => {
    const said: string[] = [];
    const again = make("first", { onProgress: ({ stage }) => void said.push(stage) });
    await expect(again).rejects.toThrow(/--out: expected a new or empty folder/);
    expect(said).toEqual([]);
  });

  it.each(["sampling", "encoding"])(
    "leaves nothing behind when it is stopped while it is %s",
    async (at) => {
      const stop = new AbortController();
      const onProgress = ({ stage }: Progress) => {
        if (stage === at) stop.abort(new Error("stopped"));
      };
      const before = fs.readdirSync(folder);
      await expect(make("stopped", { onProgress, signal: stop.signal })).rejects.toThrow("stopped");
      expect(fs.readdirSync(folder)).toEqual(before);
    },
  );
});

describe("verifying", () => {
  const copy = (name: string) => {
    fs.cpSync(at("first"), at(name), { recursive: true });
    return at(name);
  };

  it("makes every file again with the same bytes", async () => {
    const { clips, remarks } = await verifySet(openStimulusFolder(at("first")));
    expect(remarks).toEqual([]);
    expect(clips).toHaveLength(5);
    for (const clip of clips) {
      expect(clip.faults).toEqual([]);
      expect(clip.remarks).toEqual([]);
      expect(clip.madeAgain).toEqual(["mp3", "mid", "musicxml", "svg"]);
      expect(clip.onlyRead).toEqual(["events"]);
    }
  });

  it("names each file that is missing, not what it was, or not what the events give", async () => {
    const changed = copy("changed");
    const stored = openStimulusFolder(changed);
    const { stimuli } = stored.manifest;
    const file = (n: number, extension: string) =>
      path.join(changed, `${stimuli[n]!.id}.${extension}`);
    fs.rmSync(file(0, "svg"));
    fs.appendFileSync(file(1, "mid"), "x");
    fs.writeFileSync(file(2, "events.json"), "{}");
    // Changed together with its digest in the manifest.
    fs.copyFileSync(file(4, "mid"), file(3, "mid"));
    stimuli[3]!.files.mid = stimuli[4]!.files.mid;
    const { clips } = await verifySet(stored);
    expect(clips[0]!.faults.join()).toMatch(/svg: expected the file/);
    expect(clips[1]!.faults.join()).toMatch(/mid: expected digest/);
    expect(clips[2]!.faults.join()).toMatch(/events: expected digest/);
    expect(clips[2]!.onlyRead).toContain("mp3");
    expect(clips[3]!.faults).toEqual(["mid: made again, it has other content"]);
    expect(clips[4]!.faults).toEqual([]);
  });
});

describe("sampling again", () => {
  it("gives the same events on the same backend", async () => {
    const { backend, clips } = await regenerateSet(openStimulusFolder(at("first")), {
      checkpoints,
    });
    expect(backend).toBe("own");
    expect(clips.map(({ status }) => status)).toEqual(Array(5).fill("same"));
  });

  it.each(["cpu", "wasm"])("on %s differs at most from a draw near an edge on", async (other) => {
    vi.stubEnv("STUDY_BACKEND", other);
    try {
      const { backend, clips } = await regenerateSet(openStimulusFolder(at("first")), {
        checkpoints,
      });
      expect(backend).toBe(other);
      expect(clips.filter(({ status }) => status === "other")).toEqual([]);
    } finally {
      vi.stubEnv("STUDY_BACKEND", "");
    }
  });

  it("names the first event that differs, and whether an edge explains it", async () => {
    const stored = openStimulusFolder(at("first"));
    const { stimuli, set } = stored.manifest;
    const written = stimuli.filter(({ condition }) => condition === "CNN_Naive");
    const [edge, other] = written.map(({ id }) => id) as [string, string];
    const places: Record<string, number> = { [edge]: 40, [other]: 50 };
    set.sampling!.nearEdges = { [edge]: [40, 90], [other]: [10] };
    const changed = {
      ...stored,
      read: async (id: string, kind: "events") => {
        const bytes = await stored.read(id, kind);
        const clip = JSON.parse(new TextDecoder().decode(bytes));
        if (places[id]) clip.events[places[id]] = (clip.events[places[id]] + 1) % 38;
        return new TextEncoder().encode(JSON.stringify(clip));
      },
    };
    const { clips } = await regenerateSet(changed as typeof stored, { checkpoints });
    const of = (id: string) => clips.find((clip) => clip.id === id);
    expect(of(edge)).toMatchObject({ status: "edge", differsAt: 40 });
    // The draws that truly fell near an edge count beside the one recorded here.
    const firstEdge = Math.min(10, ...(made.set.sampling!.nearEdges[other] ?? []));
    expect(of(other)).toMatchObject({ status: "other", differsAt: 50, firstEdge });
    expect(clips.filter(({ status }) => status === "same")).toHaveLength(stimuli.length - 2);
  });

  it("refuses other weights, other primers, and sets that no model made", async () => {
    const stored = openStimulusFolder(at("first"));
    const others = at("others");
    await writeUntrainedCheckpoint(others, { seed: 2, primers: 5 });
    await expect(regenerateSet(stored, { checkpoints: others })).rejects.toThrow(
      /checkpoint of CNN_Naive: expected weights with digest/,
    );
    await writeUntrainedCheckpoint(others, { primers: 6 });
    await expect(regenerateSet(stored, { checkpoints: others })).rejects.toThrow(
      /primers of bach: expected the list with digest/,
    );
    stored.manifest.set.sampling = undefined;
    await expect(regenerateSet(stored, { checkpoints })).rejects.toThrow(/records no sampling/);
  });
});
