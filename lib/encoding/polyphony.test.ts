import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { polyphony } from "@/lib/encoding/polyphony";
import { continuedNote, END, newNote, START, STEP_END } from "@/lib/encoding/polyphony-alphabet";
import { assignVoices } from "@/lib/encoding/voices";
import { CLIP_STEPS, checkNotes, type Note, sortNotes } from "@/lib/music/notes";

const note = (pitch: number, start: number, duration: number, voice = 0): Note => ({
  pitch,
  start,
  duration,
  voice,
});

const withoutVoices = (notes: readonly Note[]) =>
  notes
    .map(({ pitch, start, duration }) => ({ pitch, start, duration }))
    .sort((a, b) => a.start - b.start || a.pitch - b.pitch);

/** Any music without two overlapping notes on one pitch. */
const anyMusic = fc
  .array(
    fc.record({
      pitch: fc.integer({ min: 0, max: 127 }),
      start: fc.integer({ min: 0, max: CLIP_STEPS - 1 }),
      duration: fc.integer({ min: 1, max: 30 }),
    }),
    { maxLength: 60 },
  )
  .map((parts) => {
    const kept: Note[] = [];
    for (const { pitch, start, duration } of parts) {
      const end = Math.min(CLIP_STEPS, start + duration);
      const free = kept.every(
        (other) =>
          other.pitch !== pitch || other.start >= end || other.start + other.duration <= start,
      );
      if (free) kept.push(note(pitch, start, end - start));
    }
    return kept;
  });

/** Random classes; steps end often enough for music of some length. */
const anyEvents = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 258 }) },
    { weight: 1, arbitrary: fc.constant(STEP_END) },
  ),
  { maxLength: 700 },
);

describe("polyphony alphabet", () => {
  it("has 259 classes at the places that the design names", () => {
    expect(polyphony.classes).toBe(259);
    expect([START, END, STEP_END, newNote(0), newNote(127)]).toEqual([0, 1, 2, 3, 130]);
    expect([continuedNote(0), continuedNote(127)]).toEqual([131, 258]);
    expect([0, 1, 2, newNote(60), continuedNote(61)].map(polyphony.className)).toEqual([
      "start",
      "end",
      "step end",
      "C4 new",
      "C♯4 continued",
    ]);
  });

  it("transposes notes, leaves the other classes, and gives nothing outside 0..127", () => {
    expect(polyphony.transpose(newNote(60), -5)).toBe(newNote(55));
    expect(polyphony.transpose(continuedNote(60), 6)).toBe(continuedNote(66));
    for (const event of [START, END, STEP_END]) expect(polyphony.transpose(event, 3)).toBe(event);
    expect(polyphony.transpose(newNote(127), 1)).toBeUndefined();
    expect(polyphony.transpose(continuedNote(0), -1)).toBeUndefined();
  });
});

describe("polyphony decoding", () => {
  it("is total: 10,000 random sequences give notes on exactly 128 steps", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const decoded = polyphony.decode(events, CLIP_STEPS);
        checkNotes(decoded.notes, CLIP_STEPS);
        const { share } = decoded.repairs;
        expect(share >= 0 && share <= 1).toBe(true);
        const again = polyphony.encode(decoded.notes, CLIP_STEPS);
        expect(again.filter((event) => event === STEP_END)).toHaveLength(CLIP_STEPS);
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);

  it("ends a note that the next step does not continue", () => {
    const events = [newNote(72), newNote(60), STEP_END, continuedNote(72), STEP_END, STEP_END];
    const { notes, repairs, stepsFound } = polyphony.decode(events, 3);
    expect(notes).toEqual([note(72, 0, 2, 0), note(60, 0, 1, 1)]);
    expect(repairs).toEqual({ counts: {}, share: 0 });
    expect(stepsFound).toBe(3);
  });

  it("starts a repeated note anew and takes START first and END after the last step as they come", () => {
    const events = [START, newNote(60), STEP_END, newNote(60), STEP_END, END];
    const { notes, repairs } = polyphony.decode(events, 2);
    expect(notes).toEqual([note(60, 0, 1), note(60, 1, 1)]);
    expect(repairs.share).toBe(0);
  });

  it("makes a new note of a continued one that is not sounding", () => {
    const { notes, repairs } = polyphony.decode(
      [continuedNote(60), STEP_END, continuedNote(60), STEP_END],
      2,
    );
    expect(notes).toEqual([note(60, 0, 2)]);
    expect(repairs).toEqual({ counts: { "continued note not sounding": 1 }, share: 0.5 });
  });

  it("hears a pitch once that a step names twice", () => {
    const { notes, repairs } = polyphony.decode(
      [newNote(60), newNote(60), continuedNote(60), STEP_END],
      1,
    );
    expect(notes).toEqual([note(60, 0, 1)]);
    expect(repairs.counts).toEqual({ "unison merged": 2 });
  });

  it("completes a last step without STEP_END, then pads with silence", () => {
    const { notes, repairs, stepsFound } = polyphony.decode(
      [newNote(60), STEP_END, newNote(62)],
      4,
    );
    expect(notes).toEqual([note(60, 0, 1), note(62, 1, 1)]);
    expect(repairs.counts).toEqual({ "missing STEP_END": 1, "missing step": 2 });
    expect(stepsFound).toBe(1);
  });

  it("stops at END and does not read what follows", () => {
    const { notes, repairs, stepsFound } = polyphony.decode(
      [newNote(60), STEP_END, END, newNote(62), STEP_END, END],
      3,
    );
    expect(notes).toEqual([note(60, 0, 1)]);
    expect(repairs.counts).toEqual({ "early END": 1, "missing step": 2 });
    expect(stepsFound).toBe(1);
  });

  it("ignores a START inside and classes outside the alphabet", () => {
    const { notes, repairs } = polyphony.decode([newNote(60), START, 259, -1, STEP_END], 1);
    expect(notes).toEqual([note(60, 0, 1)]);
    expect(repairs.counts).toEqual({ "repeated START": 1, "class outside the alphabet": 2 });
  });

  it("cuts by counting steps, never events", () => {
    const events = Array.from({ length: 200 }, () => [newNote(70), newNote(60), STEP_END]).flat();
    const { notes, stepsFound } = polyphony.decode(events, CLIP_STEPS);
    expect(notes).toHaveLength(2 * CLIP_STEPS);
    expect(stepsFound).toBe(200);
  });
});

describe("polyphony encoding", () => {
  it("gives back the same notes after decoding, voices aside, without repairs", () => {
    fc.assert(
      fc.property(anyMusic, (notes) => {
        const events = polyphony.encode(notes, CLIP_STEPS);
        const decoded = polyphony.decode(events, CLIP_STEPS);
        expect(withoutVoices(decoded.notes)).toEqual(withoutVoices(notes));
        expect(decoded.repairs.share).toBe(0);
        expect(polyphony.encode(decoded.notes, CLIP_STEPS)).toEqual(events);
      }),
      { numRuns: 1_000 },
    );
  });

  it("writes each step from the highest pitch to the lowest", () => {
    const notes = [note(50, 0, 2, 1), note(60, 0, 1), note(64, 1, 1)];
    expect(polyphony.encode(notes, 2)).toEqual([
      newNote(60),
      newNote(50),
      STEP_END,
      newNote(64),
      continuedNote(50),
      STEP_END,
    ]);
  });

  it("merges unisons; a new note wins over a continued one", () => {
    const notes = [note(60, 0, 3, 0), note(60, 1, 1, 1)];
    expect(polyphony.encode(notes, 3)).toEqual([
      newNote(60),
      STEP_END,
      newNote(60),
      STEP_END,
      continuedNote(60),
      STEP_END,
    ]);
  });

  it("refuses pitches outside MIDI's range", () => {
    expect(() => polyphony.encode([note(128, 3, 1)], 8)).toThrow(
      /from 0 to 127, got 128 at step 3/,
    );
  });
});

describe("voices", () => {
  it("are as many as sound at once, and no voice sounds twice", () => {
    fc.assert(
      fc.property(anyMusic, (notes) => {
        const assigned = assignVoices(notes);
        checkNotes(assigned, CLIP_STEPS);
        expect(withoutVoices(assigned)).toEqual(withoutVoices(notes));
        const at = (step: number) =>
          notes.filter((n) => n.start <= step && step < n.start + n.duration).length;
        const most = Math.max(0, ...Array.from({ length: CLIP_STEPS }, (_, step) => at(step)));
        expect(new Set(assigned.map((n) => n.voice)).size).toBe(most);
      }),
      { numRuns: 500 },
    );
  });

  it("put the highest on top and keep four parts apart", () => {
    const chords = [
      [72, 67, 64, 48],
      [74, 67, 65, 50],
      [72, 69, 60, 53],
    ];
    const notes = chords.flatMap((chord, i) =>
      chord.map((pitch, voice) => note(pitch, 2 * i, 2, voice)),
    );
    const mixed = notes.map((n) => ({ ...n, voice: 0 })).reverse();
    expect(assignVoices(mixed)).toEqual(sortNotes(notes));
  });

  it("give a note after a rest to the voice that was near it", () => {
    const bass = [note(48, 0, 4, 1), note(50, 8, 4, 1), note(47, 12, 4, 1)];
    const top = [note(72, 0, 4, 0), note(74, 4, 4, 0), note(72, 12, 4, 0)];
    const notes = sortNotes([...bass, ...top]);
    expect(assignVoices(notes.map((n) => ({ ...n, voice: 0 })))).toEqual(notes);
  });
});
