import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { importMidi, type MidiFile, writeImported } from "@/lib/datasets/import-midi";
import { loadImported } from "@/lib/datasets/imported";
import { corpusEncoding, loadCorpus } from "@/lib/datasets/load";
import { melody } from "@/lib/encoding/melody";
import { polyphony } from "@/lib/encoding/polyphony";
import { STEP_END } from "@/lib/encoding/polyphony-alphabet";
import { notesToMidi } from "@/lib/music/midi";
import type { Note } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";

/** A melody of notes of 1 to 4 steps, as a file. */
function tune(name: string, steps: number): { notes: Note[]; file: MidiFile } {
  const rng = namedStream(1, name);
  const notes: Note[] = [];
  for (let at = 0; at < steps; ) {
    const duration = Math.min(rng.int(1, 4), steps - at);
    notes.push({ pitch: rng.int(55, 80), start: at, duration, voice: 0 });
    at += duration;
  }
  return { notes, file: { name, bytes: notesToMidi(notes, { steps }) } };
}

function chord(name: string, steps: number): MidiFile {
  const upper = tune(name, steps).notes;
  const lower = upper.map((n) => ({ ...n, pitch: n.pitch - 12, voice: 1 }));
  return { name, bytes: notesToMidi([...upper, ...lower], { steps }) };
}

const file = (name: string, notes: Note[], steps = 128): MidiFile => ({
  name,
  bytes: notesToMidi(notes, { steps }),
});

describe("importing MIDI files", () => {
  it("keeps every note of a melody, cut into training, validation and evaluation", () => {
    const { notes, file: one } = tune("a.mid", 1600);
    const corpus = importMidi([one], "melody");
    const { train, validation, eval: held } = corpus.texts;
    expect([train[0]!.length, validation[0]!.length, held[0]!.length]).toEqual([1360, 80, 160]);
    const whole = [...train[0]!, ...validation[0]!, ...held[0]!];
    expect(melody.decode(whole, 1600).notes).toEqual(notes);
  });

  it("holds out whole pieces from ten files on, whatever the order of the files", () => {
    const files = Array.from({ length: 20 }, (_, i) => chord(`${i}.mid`, 64));
    const corpus = importMidi(files, "polyphony");
    const { train, validation, eval: held } = corpus.texts;
    expect([train.length, validation.length, held.length]).toEqual([17, 1, 2]);
    expect(importMidi([...files].reverse(), "polyphony")).toEqual(corpus);
    for (const text of train) {
      expect(text.filter((event) => event === STEP_END)).toHaveLength(64);
      expect(polyphony.decode(text, 64).repairs.share).toBe(0);
    }
  });

  it("writes a folder that loads as a corpus, and does not write over one", () => {
    const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "import-")), "mine");
    const corpus = importMidi([tune("a.mid", 1600).file], "melody");
    writeImported(folder, corpus);
    const loaded = loadCorpus(folder);
    expect(loaded).toMatchObject({ id: folder, encoding: "melody", classes: 38 });
    expect(loaded.train.map((text) => [...text])).toEqual(corpus.texts.train);
    expect(corpusEncoding(folder)).toBe("melody");
    expect(() => writeImported(folder, corpus)).toThrow(/expected a folder without a corpus/);
    expect(fs.readdirSync(folder)).toEqual(["corpus.json"]);
    const older = {
      ...corpus,
      split: "the end of each piece: training, then validation, then evaluation",
    };
    fs.writeFileSync(path.join(folder, "corpus.json"), JSON.stringify(older));
    expect(loadImported(folder).train).toEqual(loaded.train);
    fs.writeFileSync(path.join(folder, "corpus.json"), '{"format":2}');
    expect(() => loadImported(folder)).toThrow(/corpus\.json: format/);
    fs.rmSync(path.dirname(folder), { recursive: true });
  });
});

describe("refusals of import-midi", () => {
  const long = tune("long.mid", 800).file;

  it("no MIDI file, and no note", () => {
    const bytes = Buffer.from("not a midi file");
    expect(() => importMidi([{ name: "a.txt", bytes }], "melody")).toThrow(
      /^a\.txt: .*expected a standard MIDI file/,
    );
    expect(() => importMidi([file("e.mid", [])], "melody")).toThrow(
      /^e\.mid: .*at least one note, got none/,
    );
    expect(() => importMidi([], "melody")).toThrow(/expected at least one MIDI file/);
  });

  it("two notes at once where a melody is asked for", () => {
    const notes = [
      { pitch: 72, start: 16, duration: 4, voice: 0 },
      { pitch: 64, start: 18, duration: 4, voice: 1 },
    ];
    expect(() => importMidi([file("duo.mid", notes)], "melody")).toThrow(
      /^duo\.mid: expected one note at a time for a melody, got C5 and E4 at step 18 \(bar 2\)/,
    );
    expect(() => importMidi([file("duo.mid", notes), long], "polyphony")).not.toThrow();
  });

  it("notes off the sixteenth grid", () => {
    const bytes = file("t.mid", [{ pitch: 60, start: 0, duration: 4, voice: 0 }]).bytes;
    // Declares 700 ticks a quarter instead of 480: the note's end falls between two steps.
    const triplet = Uint8Array.from(bytes);
    new DataView(triplet.buffer).setUint16(12, 700);
    expect(() => importMidi([{ name: "t.mid", bytes: triplet }], "melody")).toThrow(
      /^t\.mid: MIDI: expected every note on the sixteenth grid/,
    );
  });

  it("pitches outside the melody alphabet, or off the piano", () => {
    const low = [{ pitch: 47, start: 0, duration: 4, voice: 0 }];
    expect(() => importMidi([file("low.mid", low)], "melody")).toThrow(
      /^low\.mid: .*from 48 to 83, got 47/,
    );
    const off = [{ pitch: 20, start: 3, duration: 4, voice: 0 }];
    expect(() => importMidi([file("off.mid", off)], "polyphony")).toThrow(
      /^off\.mid: expected the piano's pitches 21 to 108, got 20 at step 3/,
    );
  });

  it("pieces too short for a window, or too little music to hold any out", () => {
    expect(() => importMidi([tune("s.mid", 64).file], "melody")).toThrow(
      /^s\.mid: expected at least 65 events, got 64/,
    );
    expect(() => importMidi([tune("m.mid", 140).file], "melody")).toThrow(
      /expected enough music for train, at least 65 events in one piece, got 10/,
    );
  });

  it("the same file twice", () => {
    expect(() => importMidi([long, { ...long, name: "copy.mid" }], "melody")).toThrow(
      /copy\.mid: expected different files, got the same content as in long\.mid/,
    );
  });

  it("all bad files at once, each by its name", () => {
    const off = file("off.mid", [{ pitch: 20, start: 3, duration: 4, voice: 0 }]);
    const cut = { name: "cut.mid", bytes: long.bytes.subarray(0, long.bytes.length / 2) };
    expect(() => importMidi([long, off, cut], "polyphony")).toThrow(
      /3 good files, 2 of them can't be taken\noff\.mid: .*\ncut\.mid: .*is cut off/,
    );
  });
});

describe("options of import-midi", () => {
  const good = tune("good.mid", 800);

  it("leave bad files out, and tell each", () => {
    const told: string[] = [];
    const bad = { name: "bad.mid", bytes: Buffer.from("no") };
    const corpus = importMidi([bad, good.file], "melody", { onLeftOut: (p) => told.push(p) });
    expect(told).toEqual([expect.stringMatching(/^bad\.mid: /)]);
    expect(corpus).toEqual(importMidi([good.file], "melody"));
  });

  it("transpose a piece by the fewest octaves into the range, and record it", () => {
    const low = good.notes.map((note) => ({ ...note, pitch: note.pitch - 24 }));
    const moved = importMidi([file("low.mid", low, 800)], "melody", { transpose: true });
    expect(moved.sources[0]!.transposed).toBe(24);
    expect(moved.texts).toEqual(importMidi([good.file], "melody").texts);
  });

  it("move notes to the grid, and count them", () => {
    // Declares 460 ticks a quarter instead of 480: notes drift off the grid.
    const bytes = Uint8Array.from(good.file.bytes);
    new DataView(bytes.buffer).setUint16(12, 460);
    const drifted = { name: "drifted.mid", bytes };
    expect(() => importMidi([drifted], "melody")).toThrow(/sixteenth grid/);
    const corpus = importMidi([drifted], "melody", { move: true });
    expect(corpus.sources[0]!.moved).toBeGreaterThan(10);
  });
});
