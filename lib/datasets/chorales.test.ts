import { describe, expect, it } from "vitest";
import { choraleNotes, choraleTexts, pieceEvents } from "@/lib/datasets/chorales";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { consecutiveWindows, type Texts, windowPlaces } from "@/lib/datasets/windows";
import { polyphony } from "@/lib/encoding/polyphony";
import { continuedNote, END, newNote, START, STEP_END } from "@/lib/encoding/polyphony-alphabet";

const STEPS = [
  [67, 60, -1, 48],
  [67, 62, -1, 48],
  [-1, 62, 62, 48],
  [67, 62, 62, 48],
];

describe("chorale steps", () => {
  it("make one note of equal pitches in a row in the same voice", () => {
    expect(choraleNotes(STEPS)).toEqual([
      { pitch: 67, start: 0, duration: 2, voice: 0 },
      { pitch: 60, start: 0, duration: 1, voice: 1 },
      { pitch: 48, start: 0, duration: 4, voice: 3 },
      { pitch: 62, start: 1, duration: 3, voice: 1 },
      { pitch: 62, start: 2, duration: 2, voice: 2 },
      { pitch: 67, start: 3, duration: 1, voice: 0 },
    ]);
  });

  it("become START, steps from the highest pitch, END; a unison is one event", () => {
    expect([...pieceEvents(choraleNotes(STEPS), 4)]).toEqual([
      START,
      ...[newNote(67), newNote(60), newNote(48), STEP_END],
      ...[continuedNote(67), newNote(62), continuedNote(48), STEP_END],
      // the tenor starts on the alto's held pitch: a new note
      ...[newNote(62), continuedNote(48), STEP_END],
      ...[newNote(67), continuedNote(62), continuedNote(48), STEP_END],
      END,
    ]);
  });

  it("are refused when they are not four voices of MIDI pitches", () => {
    expect(() => choraleTexts("{")).toThrow(/expected JSON/);
    expect(() => choraleTexts('{"train":[],"valid":[]}')).toThrow(/chorales: test/);
    const three = JSON.stringify({ train: [[[60, 60, 60]]], valid: [], test: [] });
    expect(() => choraleTexts(three)).toThrow(/chorales: train\.0\.0/);
    const high = JSON.stringify({ train: [[[60, 60, 60, 128]]], valid: [], test: [] });
    expect(() => choraleTexts(high)).toThrow(/chorales: train\.0\.0\.3/);
  });
});

describe.skipIf(!corpusPresent("chorales"))("the JSB chorales", () => {
  const count = (texts: Texts) => texts.reduce((sum, text) => sum + text.length, 0);

  it("come as 229 / 76 / 77 pieces, each from START to END", () => {
    const chorales = loadCorpus("chorales");
    expect(chorales.classes).toBe(259);
    expect([chorales.train, chorales.validation, chorales.eval].map((t) => t.length)).toEqual([
      229, 76, 77,
    ]);
    for (const text of [...chorales.train, ...chorales.validation, ...chorales.eval]) {
      expect([text[0], text.at(-1)]).toEqual([START, END]);
      expect(text.indexOf(END)).toBe(text.length - 1);
      expect(text.lastIndexOf(START)).toBe(0);
    }
    expect(count(chorales.train)).toMatchInlineSnapshot(`271774`);
    expect(windowPlaces(chorales.eval, consecutiveWindows()).count).toMatchInlineSnapshot(`87962`);
  });

  it("decode without repairs to four voices at most, and encode to the same events", () => {
    for (const text of loadCorpus("chorales").eval) {
      const steps = text.filter((event) => event === STEP_END).length;
      const { notes, repairs } = polyphony.decode(text, steps);
      expect(repairs.share).toBe(0);
      expect(Math.max(...notes.map((n) => n.voice))).toBeLessThanOrEqual(3);
      expect(polyphony.encode(notes, steps)).toEqual([...text.subarray(1, -1)]);
    }
  });
});
