import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  eventsFromText,
  HIGHEST_PITCH,
  HOLD,
  LOWEST_PITCH,
  melody,
  NOTE_OFF,
  textFromEvents,
} from "@/lib/encoding/melody";
import { CLIP_STEPS, checkNotes, type Note } from "@/lib/music/notes";

const C4 = 2 + 60 - LOWEST_PITCH;
const D4 = C4 + 2;
const note = (pitch: number, start: number, duration: number): Note => ({
  pitch,
  start,
  duration,
  voice: 0,
});

/** Any melody on the grid: rests and notes laid end to end. */
const anyMelody = fc
  .array(
    fc.record({
      rest: fc.integer({ min: 0, max: 9 }),
      duration: fc.integer({ min: 1, max: 20 }),
      pitch: fc.integer({ min: LOWEST_PITCH, max: HIGHEST_PITCH }),
    }),
    { maxLength: 40 },
  )
  .map((parts) => {
    const notes: Note[] = [];
    let at = 0;
    for (const { rest, duration, pitch } of parts) {
      const start = at + rest;
      at = start + duration;
      if (at <= CLIP_STEPS) notes.push(note(pitch, start, duration));
    }
    return notes;
  });

describe("melody text", () => {
  it("maps the 38 characters onto the classes and back", () => {
    const text = "._0123456789abcdefghijklmnopqrstuvwxyz";
    expect([...eventsFromText(text)]).toEqual(Array.from({ length: 38 }, (_, i) => i));
    expect(textFromEvents(eventsFromText(text))).toBe(text);
  });

  it("puts c on middle C and z on 83", () => {
    expect(melody.decode(eventsFromText("c"), 1).notes).toEqual([note(60, 0, 1)]);
    expect(melody.decode(eventsFromText("z"), 1).notes).toEqual([note(83, 0, 1)]);
  });

  it("names a character outside the alphabet and its place", () => {
    expect(() => eventsFromText("c..C")).toThrow(/expected one of .* at character 4, got "C"/);
  });
});

describe("melody decoding", () => {
  it("is total: any sequence of any length gives notes on exactly the asked steps", () => {
    const anyEvents = fc.array(fc.integer({ min: 0, max: 37 }), { maxLength: 300 });
    fc.assert(
      fc.property(anyEvents, fc.integer({ min: 0, max: 200 }), (events, steps) => {
        const decoded = melody.decode(events, steps);
        checkNotes(decoded.notes, steps);
        expect(decoded.stepsFound).toBe(events.length);
        expect(decoded.repairs.share).toBeGreaterThanOrEqual(0);
        expect(decoded.repairs.share).toBeLessThanOrEqual(1);
      }),
      { numRuns: 10_000 },
    );
  });

  it("takes whole numbers outside the alphabet for nothing, and counts them", () => {
    const { notes, repairs } = melody.decode([C4, 38, -1, 1000], 4);
    expect(notes).toEqual([note(60, 0, 4)]);
    expect(repairs.counts).toEqual({ "class outside the alphabet": 3 });
    expect(repairs.share).toBe(0.75);
  });

  it("starts a new note at a repeated pitch", () => {
    expect(melody.decode([C4, HOLD, C4, HOLD], 4).notes).toEqual([note(60, 0, 2), note(60, 2, 2)]);
  });

  it("ends a note at a note-off or at the next note, and hears a hold at the start as silence", () => {
    const events = [HOLD, HOLD, C4, HOLD, NOTE_OFF, HOLD, D4, C4];
    expect(melody.decode(events, 8).notes).toEqual([
      note(60, 2, 2),
      note(62, 6, 1),
      note(60, 7, 1),
    ]);
    expect(melody.decode(events, 8).repairs).toEqual({ counts: {}, share: 0 });
  });

  it("counts a note-off while silent", () => {
    const { notes, repairs } = melody.decode([NOTE_OFF, C4, NOTE_OFF, NOTE_OFF], 4);
    expect(notes).toEqual([note(60, 1, 1)]);
    expect(repairs).toEqual({ counts: { "note-off while silent": 2 }, share: 0.5 });
  });

  it("cuts a sounding note at the last step and pads missing steps with silence", () => {
    expect(melody.decode([C4, HOLD, HOLD, D4], 3).notes).toEqual([note(60, 0, 3)]);
    const short = melody.decode([C4, HOLD], 6);
    expect(short.notes).toEqual([note(60, 0, 2)]);
    expect(short.repairs.counts).toEqual({ "missing step": 4 });
    expect(short.stepsFound).toBe(2);
  });
});

describe("melody encoding", () => {
  it("gives back the same notes after decoding", () => {
    fc.assert(
      fc.property(anyMelody, (notes) => {
        const decoded = melody.decode(melody.encode(notes, CLIP_STEPS), CLIP_STEPS);
        expect(decoded.notes).toEqual(notes);
        expect(decoded.repairs.share).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps what decoded events sound like", () => {
    const anyEvents = fc.array(fc.integer({ min: 0, max: 37 }), { minLength: 128, maxLength: 128 });
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { notes } = melody.decode(events, CLIP_STEPS);
        const again = melody.decode(melody.encode(notes, CLIP_STEPS), CLIP_STEPS);
        expect(again.notes).toEqual(notes);
      }),
      { numRuns: 500 },
    );
  });

  it("refuses pitches that the alphabet lacks", () => {
    expect(() => melody.encode([note(84, 0, 1)], 4)).toThrow(/from 48 to 83, got 84 at step 0/);
    expect(() => melody.encode([note(47, 0, 1)], 4)).toThrow(/got 47/);
  });
});

describe("melody transposition and names", () => {
  it("moves notes, leaves hold and note-off, and gives nothing outside the range", () => {
    expect(melody.transpose(C4, 6)).toBe(C4 + 6);
    expect(melody.transpose(HOLD, 6)).toBe(HOLD);
    expect(melody.transpose(NOTE_OFF, -5)).toBe(NOTE_OFF);
    expect(melody.transpose(2, -1)).toBeUndefined();
    expect(melody.transpose(37, 1)).toBeUndefined();
    expect(melody.transpose(2, 0)).toBe(2);
  });

  it("names classes", () => {
    expect([HOLD, NOTE_OFF, C4, 37].map(melody.className)).toEqual([
      "hold",
      "note-off",
      "C4",
      "B5",
    ]);
  });
});
