import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { polyphony } from "@/lib/encoding/polyphony";
import { continuedNote, END, newNote, START, STEP_END } from "@/lib/encoding/polyphony-alphabet";
import { PolyphonyGrammar } from "@/lib/encoding/polyphony-grammar";
import { CLIP_STEPS, type Note } from "@/lib/music/notes";

const allowed = (before: number[]) => {
  const grammar = new PolyphonyGrammar(before);
  return (event: number) => grammar.allows(event);
};

const anyNotes = fc.array(
  fc.record({
    pitch: fc.integer({ min: 0, max: 127 }),
    start: fc.integer({ min: 0, max: CLIP_STEPS - 1 }),
    duration: fc.integer({ min: 1, max: 20 }),
    voice: fc.constant(0),
  }),
  { maxLength: 60 },
);

describe("the grammar of the polyphony alphabet", () => {
  it("lets pitches fall inside a step, and only what sounded go on", () => {
    const next = allowed([START, newNote(72), newNote(60), STEP_END, continuedNote(72)]);
    expect(next(continuedNote(60))).toBe(true);
    expect(next(newNote(60))).toBe(true);
    expect(next(newNote(71))).toBe(true);
    expect(next(continuedNote(64))).toBe(false);
    expect(next(newNote(72))).toBe(false);
    expect(next(newNote(80))).toBe(false);
    expect(next(STEP_END)).toBe(true);
  });

  it("neither ends a piece nor begins one anew", () => {
    for (const before of [[], [START], [newNote(60)], [newNote(60), STEP_END]]) {
      expect(allowed(before)(START)).toBe(false);
      expect(allowed(before)(END)).toBe(false);
      expect(allowed(before)(STEP_END)).toBe(true);
    }
  });

  it("allows all that the encoder writes", () => {
    fc.assert(
      fc.property(anyNotes, (notes: Note[]) => {
        const events = polyphony.encode(notes, CLIP_STEPS);
        const grammar = polyphony.grammar!([START]);
        for (const event of events) {
          expect(grammar.allows(event)).toBe(true);
          grammar.take(event);
        }
      }),
    );
  });

  it("allows nothing that the decoder would have to mend", () => {
    const choices = fc.array(fc.integer({ min: 0, max: 258 }), { minLength: 50, maxLength: 600 });
    fc.assert(
      fc.property(choices, (wanted) => {
        const grammar = polyphony.grammar!([]);
        const events = wanted.filter((event) => {
          if (!grammar.allows(event)) return false;
          grammar.take(event);
          return true;
        });
        const { counts } = polyphony.decode(events, CLIP_STEPS).repairs;
        const mended = Object.keys(counts).filter((rule) => !rule.startsWith("missing"));
        expect(mended).toEqual([]);
      }),
    );
  });
});
