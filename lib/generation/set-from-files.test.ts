import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { measure } from "@/lib/audio/loudness";
import { decodeMp3, encodeMp3 } from "@/lib/audio/mp3";
import { SAMPLE_RATE } from "@/lib/audio/types";
import { wavBytes } from "@/lib/audio/wav";
import { type FromFilesOptions, makeSetFromFiles } from "@/lib/generation/set-from-files";
import { openStimulusFolder } from "@/lib/generation/stimulus-folder";
import { verifySet } from "@/lib/generation/verify-set";
import { notesToMidi } from "@/lib/music/midi";
import { midiToNotes } from "@/lib/music/midi-reading";
import type { Note } from "@/lib/music/notes";
import { readClipTable, TableError } from "@/lib/stimuli/clip-table";

// Encoding takes its time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "from-files-"));
const clips = path.join(folder, "clips");
const at = (name: string) => path.join(folder, name);

function tone(seconds: number, gain: number) {
  const left = Float32Array.from(
    { length: Math.round(seconds * SAMPLE_RATE) },
    (_, i) => gain * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE),
  );
  return { left, right: left.slice() };
}

const TUNE: Note[] = [60, 64, 67, 72].map((pitch, i) => ({
  pitch,
  start: i * 2,
  duration: 2,
  voice: 0,
}));

beforeAll(async () => {
  fs.mkdirSync(path.join(clips, "deep"), { recursive: true });
  const write = (name: string, bytes: Uint8Array) =>
    fs.writeFileSync(path.join(clips, name), bytes);
  write("loud.wav", wavBytes(tone(1.5, 0.8)));
  write("deep/soft.wav", wavBytes(tone(1, 0.02)));
  write("tune.mid", notesToMidi(TUNE, { steps: 8, tempo: 100 }));
  // An MP3 with a title tag that names its model.
  const tag = Buffer.from(
    "ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0017TIT2\u0000\u0000\u0000\r\u0000\u0000\u0000SecretModel!",
    "latin1",
  );
  write("tagged.mp3", Buffer.concat([tag, await encodeMp3(tone(1, 0.3))]));
  write("silent.wav", wavBytes(tone(1, 0)));
  write("short.wav", wavBytes(tone(0.2, 0.5)));
  write("words.txt", Buffer.from("not a sound"));
  write("broken.flac", Buffer.from("fLaC and then nothing"));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const rows = (...lines: Record<string, string>[]) => readClipTable(Object.keys(lines[0]!), lines);

const make = (
  out: string,
  table: ReturnType<typeof readClipTable>,
  changes: Partial<FromFilesOptions> = {},
) =>
  makeSetFromFiles(table, {
    folder: clips,
    out: at(out),
    name: "ours",
    loudness: "normalise",
    instrument: "organ",
    codeVersion: "test",
    ...changes,
  });

const GOOD = [
  { file: "loud.wav", condition: "A", item: "one", role: "", tempo: "fast" },
  { file: "deep/soft.wav", condition: "B", item: "one", role: "main", tempo: "" },
  { file: "tagged.mp3", condition: "A", item: "two", role: "", tempo: "1.5" },
  { file: "tune.mid", condition: "B", item: "two", role: "", tempo: "true" },
  { file: "tune.mid", condition: "human", item: "three", role: "practice", tempo: "" },
];

describe("a set of a lab's own files", () => {
  it("has every clip as an MP3 of its own length at one loudness, without the source's tags", async () => {
    const manifest = await make("good", rows(...GOOD));
    expect(manifest.stimuli.map((s) => Math.round(s.durationMs))).toEqual([
      1500, 1000, 1000, 2200, 2200,
    ]);
    for (const { id, loudness, files } of manifest.stimuli) {
      const mp3 = fs.readFileSync(path.join(at("good"), `${id}.mp3`));
      expect(measure(await decodeMp3(mp3)).lufs).toBeCloseTo(-18, 1);
      expect(loudness).toBeCloseTo(-18, 1);
      expect(mp3.toString("latin1")).not.toMatch(/Secret|TIT2|ID3/);
      expect(files.mp3.bytes).toBe(mp3.length);
    }
    expect(manifest.set).toMatchObject({
      preset: "from-files",
      loudness: { target: -18 },
      corpus: "absent",
      backend: null,
      steps: null,
      factors: ["tempo"],
      conditions: [
        { id: "A", kind: "uploaded" },
        { id: "B", kind: "uploaded" },
        { id: "human", kind: "human" },
      ],
    });
    expect(manifest.stimuli.map((s) => s.factors.tempo)).toEqual(["fast", null, 1.5, true, null]);
    expect(manifest.stimuli.map((s) => s.role)).toEqual([
      "main",
      "main",
      "main",
      "main",
      "practice",
    ]);
  });

  it("has a score for MIDI and for nothing else", async () => {
    const { manifest } = openStimulusFolder(at("good"));
    for (const stimulus of manifest.stimuli) {
      const music =
        stimulus.item === "three" || (stimulus.condition === "B" && stimulus.item === "two");
      expect(Object.keys(stimulus.files)).toEqual(
        music ? ["mp3", "mid", "musicxml", "svg"] : ["mp3"],
      );
      expect(stimulus.originality).toEqual({
        status: "not computed",
        reason: music ? "no corpus named" : "no MIDI",
      });
      if (!music) expect(stimulus.description).toEqual({});
      else {
        const midi = midiToNotes(fs.readFileSync(path.join(at("good"), `${stimulus.id}.mid`)));
        expect(midi.notes).toEqual(TUNE);
        expect(stimulus.description.pitchRange).toBe(12);
      }
    }
  });

  it("is verified: MIDI clips are rendered again, sound is checked by its digest", async () => {
    const { clips: checks } = await verifySet(openStimulusFolder(at("good")));
    expect(checks.flatMap((c) => [...c.faults, ...c.remarks])).toEqual([]);
    expect(checks.map((c) => c.madeAgain.length)).toEqual([0, 0, 0, 4, 4]);
  });

  it("is made again with the same bytes", async () => {
    const again = await make("again", rows(...GOOD));
    expect(again).toEqual(openStimulusFolder(at("good")).manifest);
  });

  it("leaves the level of sound files alone when asked to; MIDI has none of its own", async () => {
    const { set, stimuli } = await make("kept", rows(...GOOD), { loudness: "keep" });
    expect(set.loudness).toMatchObject({ target: null, truePeakLimit: null });
    const [loud, soft, , tune] = stimuli.map((s) => s.loudness!);
    expect(loud).toBeCloseTo(measure(tone(1.5, 0.8)).lufs, 1);
    expect(soft).toBeCloseTo(measure(tone(1, 0.02)).lufs, 1);
    expect(tune).toBeCloseTo(-18, 1);
    const { clips: checks } = await verifySet(openStimulusFolder(at("kept")));
    expect(checks.flatMap((c) => c.faults)).toEqual([]);
  });

  it("may hold spoken catch clips with their language and answer", async () => {
    const manifest = await make(
      "catch",
      rows(
        { file: "loud.wav", condition: "A", item: "one", role: "", language: "", answer: "" },
        {
          file: "deep/soft.wav",
          condition: "catch",
          item: "en-1",
          role: "catch",
          language: "en",
          answer: "lowest",
        },
      ),
    );
    expect(manifest.stimuli[1]!.catch).toEqual({ language: "en", answer: "lowest" });
    expect(manifest.set.conditions.map((c) => c.id)).toEqual(["A"]);
    expect(manifest.set.factors).toEqual([]);
  });
});

describe("bad rows", () => {
  const bad = (file: string, changes: Record<string, string> = {}) => ({
    file,
    condition: "A",
    item: `i-${file.replace(/\W/g, "")}`,
    role: "",
    ...changes,
  });

  it("are all listed, in their order, and nothing is made", async () => {
    const table = rows(
      bad("loud.wav"),
      bad("absent.wav"),
      bad("words.txt"),
      bad("silent.wav"),
      bad("short.wav", { condition: "" }),
      bad("short.wav"),
      bad("broken.flac"),
      bad("loud.wav"),
      bad("../good/manifest.json"),
      bad("/etc/passwd"),
      bad("tune.mid", { role: "warm-up" }),
      bad("tune.mid", { role: "catch" }),
      bad("deep"),
    );
    const failed = await make("bad", table).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(TableError);
    const { problems, message } = failed as TableError;
    expect(problems.map((p) => p.replace(/:.*/, ""))).toEqual(
      [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((n) => `row ${n}`),
    );
    expect(problems.join("\n")).toMatch(
      /row 3: absent.wav: expected a file, found none\nrow 4: words.txt: expected a WAV, FLAC, MP3 or MIDI file.*\nrow 5: silent.wav: expected sound, got silence\nrow 6: condition: expected letters.*\nrow 7: short.wav: expected 0.4 to 600 s of sound, got 0.200\nrow 8: broken.flac: .*\nrow 9: condition A has item i-loudwav already in row 2\nrow 10: file: expected a name inside the folder\nrow 11: file: expected a name inside/,
    );
    expect(message).toBe("table: expected 13 good rows, 12 of them wrong: nothing was made");
    expect(fs.existsSync(at("bad"))).toBe(false);
  });

  it("include links that lead out of the folder", async () => {
    fs.writeFileSync(at("outside.wav"), wavBytes(tone(1, 0.5)));
    fs.symlinkSync(at("outside.wav"), path.join(clips, "link.wav"));
    const failed = (await make("linked", rows(bad("link.wav"))).catch((e) => e)) as TableError;
    expect(failed.problems).toEqual([
      "row 2: link.wav: expected a file inside the folder, got a link out of it",
    ]);
  });

  it("of the whole table are refused at once", () => {
    expect(() => readClipTable(["file", "condition"], [])).toThrow(/found no item/);
    expect(() => readClipTable(["file", "condition", "item"], [])).toThrow(/at least one row/);
    expect(() => readClipTable(["file", "condition", "item", "item"], [{}])).toThrow(/two "item"/);
    expect(() => readClipTable(["file", "condition", "item", "a,b"], [{}])).toThrow(
      /factor column/,
    );
  });
});
