import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type MakeSetOptions, makeSet } from "@/lib/generation/make-set";
import { regenerateSet } from "@/lib/generation/regenerate-set";
import { openStimulusFolder } from "@/lib/generation/stimulus-folder";
import { verifySet } from "@/lib/generation/verify-set";
import { midiToNotes } from "@/lib/music/midi";
import { compareSets } from "@/lib/stimuli/compare-sets";
import { type Manifest, stimuliOf } from "@/lib/stimuli/manifest";
import { stimulusFileName } from "@/lib/stimuli/stimulus-ids";
import { writeUntrainedCheckpoint } from "@/tests/fixtures/models/untrained-checkpoint";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "make-set-"));
const checkpoints = path.join(folder, "checkpoints");
const at = (name: string) => path.join(folder, name);
let made: Manifest;

const make = (name: string, changes: Partial<MakeSetOptions> = {}) =>
  makeSet({
    preset: "paper",
    models: ["CNN_Naive"],
    items: 2,
    seed: 1,
    temperature: 1,
    codeVersion: "test",
    checkpoints,
    out: at(name),
    ...changes,
  });

beforeAll(async () => {
  vi.stubEnv("STUDY_BACKEND", "wasm");
  await writeUntrainedCheckpoint(checkpoints);
  made = await make("first");
}, 180_000);
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
    expect(made.stimuli).toHaveLength(6);
    expect(stimuliOf(made, "main")).toHaveLength(2);
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
      expect(durationMs).toBe(17_000);
      expect(files.mp3.bytes).toBe(made.stimuli[0]!.files.mp3.bytes);
    }
  });

  it("records everything needed to make it again", () => {
    const { set } = made;
    expect(set.sampling).toMatchObject({ primers: { corpus: "bach" }, batches: [6] });
    expect(set.checkpoints.CNN_Naive).toMatch(/^[0-9a-f]{64}$/);
    expect(set).toMatchObject({ backend: "wasm", codeVersion: "test", temperature: 1, seed: 1 });
    expect(set.renderer.engraver).toMatch(/^verovio@\d/);
  });

  it("is made again byte for byte", async () => {
    await make("second");
    expect(bytes("second")).toEqual(bytes("first"));
  }, 120_000);

  it("is another with another seed", async () => {
    const other = await make("other", { seed: 2 });
    const digests = (manifest: Manifest) =>
      stimuliOf(manifest, "main").map(({ files }) => files.events!.sha256);
    for (const digest of digests(other)) expect(digests(made)).not.toContain(digest);
    const { facts, clips, same } = compareSets(made, other);
    expect(facts.map(({ fact }) => fact)).toContain("seed");
    expect(clips.length + same).toBeLessThanOrEqual(6);
  }, 120_000);

  it("refuses a folder that holds files, before it works", async () => {
    const said: string[] = [];
    const again = make("first", { onProgress: (what) => void said.push(what) });
    await expect(again).rejects.toThrow(/--out: expected a new or empty folder/);
    expect(said).toEqual([]);
  });

  it.each(["writes", "rendering", "writing scores"])(
    "leaves nothing behind when it is stopped while it is %s",
    async (stage) => {
      const stop = new AbortController();
      const onProgress = (what: string) => {
        if (what.includes(stage)) stop.abort(new Error("stopped"));
      };
      const before = fs.readdirSync(folder);
      await expect(make("stopped", { onProgress, signal: stop.signal })).rejects.toThrow("stopped");
      expect(fs.readdirSync(folder)).toEqual(before);
    },
    120_000,
  );

  it("lets other work have its turn at every step", async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await make("turns");
    clearInterval(timer);
    expect(turns).toBeGreaterThan(100);
  }, 120_000);
});

describe("verifying", () => {
  const copy = (name: string) => {
    fs.cpSync(at("first"), at(name), { recursive: true });
    return at(name);
  };

  it("makes every file again with the same bytes", async () => {
    const { clips, remarks } = await verifySet(openStimulusFolder(at("first")));
    expect(remarks).toEqual([]);
    expect(clips).toHaveLength(6);
    for (const clip of clips) {
      expect(clip.faults).toEqual([]);
      expect(clip.remarks).toEqual([]);
      expect(clip.madeAgain).toEqual(["mp3", "mid", "musicxml", "svg"]);
      expect(clip.onlyRead).toEqual(["events"]);
    }
  }, 120_000);

  it("names each file that is missing or not what it was", async () => {
    const changed = copy("changed");
    const [one, two, three] = made.stimuli.map(({ id }) => id) as [string, string, string];
    fs.rmSync(path.join(changed, `${one}.svg`));
    fs.appendFileSync(path.join(changed, `${two}.mid`), "x");
    fs.writeFileSync(path.join(changed, `${three}.events.json`), "{}");
    const { clips } = await verifySet(openStimulusFolder(changed));
    expect(clips[0]!.faults.join()).toMatch(/svg: expected the file/);
    expect(clips[1]!.faults.join()).toMatch(/mid: expected digest/);
    expect(clips[2]!.faults.join()).toMatch(/events: expected digest/);
    expect(clips[2]!.onlyRead).toContain("mp3");
    for (const clip of clips.slice(3)) expect(clip.faults).toEqual([]);
  }, 120_000);

  it("finds a file whose digest was changed with it: it is not what the events give", async () => {
    const forged = copy("forged");
    const stored = openStimulusFolder(forged);
    const [first, second] = stored.manifest.stimuli as [
      Manifest["stimuli"][0],
      Manifest["stimuli"][0],
    ];
    fs.copyFileSync(path.join(forged, `${second.id}.mid`), path.join(forged, `${first.id}.mid`));
    first.files.mid = second.files.mid;
    const { clips } = await verifySet(stored);
    expect(clips[0]!.faults).toEqual(["mid: made again, it has other content"]);
  }, 120_000);
});

describe("sampling again", () => {
  it("gives the same events on the same backend", async () => {
    const { backend, clips } = await regenerateSet(openStimulusFolder(at("first")), {
      checkpoints,
    });
    expect(backend).toBe("wasm");
    expect(clips.map(({ status }) => status)).toEqual(Array(6).fill("same"));
  }, 120_000);

  it("on another backend differs at most from a draw near an edge on", async () => {
    vi.stubEnv("STUDY_BACKEND", "cpu");
    try {
      const { backend, clips } = await regenerateSet(openStimulusFolder(at("first")), {
        checkpoints,
      });
      expect(backend).toBe("cpu");
      expect(clips.filter(({ status }) => status === "other")).toEqual([]);
    } finally {
      vi.stubEnv("STUDY_BACKEND", "wasm");
    }
  }, 180_000);

  it("names the first event that differs, and whether an edge explains it", async () => {
    const stored = openStimulusFolder(at("first"));
    const { stimuli, set } = stored.manifest;
    const [edge, other] = stimuliOf(stored.manifest, "main").map(({ id }) => id) as [
      string,
      string,
    ];
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
    expect(of(other)).toMatchObject({ status: "other", differsAt: 50, firstEdge: 10 });
    expect(clips.filter(({ status }) => status === "same")).toHaveLength(stimuli.length - 2);
  }, 120_000);

  it("refuses other weights, other primers, and sets that no model made", async () => {
    const stored = openStimulusFolder(at("first"));
    const others = at("others");
    await writeUntrainedCheckpoint(others, { seed: 2 });
    await expect(regenerateSet(stored, { checkpoints: others })).rejects.toThrow(
      /checkpoint of CNN_Naive: expected weights with digest/,
    );
    await writeUntrainedCheckpoint(others, { primers: 7 });
    await expect(regenerateSet(stored, { checkpoints: others })).rejects.toThrow(
      /primers of bach: expected the list with digest/,
    );
    stored.manifest.set.sampling = undefined;
    await expect(regenerateSet(stored, { checkpoints })).rejects.toThrow(/records no sampling/);
  }, 120_000);
});
