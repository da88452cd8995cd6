import { describe, expect, it } from "vitest";
import { pieceEvents } from "@/lib/datasets/chorales";
import { corpusPresent } from "@/lib/datasets/files";
import { polyphony } from "@/lib/encoding/polyphony";
import { continuedNote, newNote, START, STEP_END } from "@/lib/encoding/polyphony-alphabet";
import { choralePrimers } from "@/lib/generation/chorale-primers";
import { choraleExcerpt, choraleFault } from "@/lib/generation/chorale-rule";
import { derivePrimers } from "@/lib/generation/derive-primers";
import { parsePrimerList } from "@/lib/generation/primers";
import { CLIP_STEPS, type Note } from "@/lib/music/notes";

/** A piece of four voices in quarters. */
function piece(steps: number, from = 0): Uint16Array {
  const notes: Note[] = [72, 67, 64, 48].flatMap((pitch, voice) =>
    Array.from({ length: Math.floor(steps / 4) }, (_, i) => ({
      pitch: pitch + ((i + from) % 3),
      start: i * 4,
      duration: 4,
      voice,
    })),
  );
  return pieceEvents(notes, steps);
}

describe("chorale excerpts", () => {
  it("start at the piece's first step: 16 steps, then 128", () => {
    const { events, continuation } = choraleExcerpt(piece(150))!;
    expect(events[0]).toBe(START);
    expect(events.filter((e) => e === STEP_END)).toHaveLength(16);
    expect(events.at(-1)).toBe(STEP_END);
    expect(events).toHaveLength(1 + 16 * 5);
    expect(continuation.filter((e) => e === STEP_END)).toHaveLength(CLIP_STEPS);
    expect(choraleFault({ events, continuation })).toBeNull();
  });

  it("need 144 steps", () => {
    expect(choraleExcerpt(piece(144))).not.toBeNull();
    expect(choraleExcerpt(piece(143))).toBeNull();
  });

  it("are refused with too few events, too few onsets, or another beginning", () => {
    const right = choraleExcerpt(piece(144))!;
    const single = (event: number) => [event, STEP_END];
    const thin = [START, ...Array.from({ length: 16 }, () => single(newNote(60))).flat()];
    expect(choraleFault({ ...right, events: thin })).toMatch(/at least 64 events/);
    const held = Array.from({ length: 128 }, () => single(continuedNote(60))).flat();
    expect(choraleFault({ ...right, continuation: held })).toMatch(/refuses this piece/);
    expect(choraleFault({ ...right, events: right.events.slice(1) })).toMatch(/start of a piece/);
    expect(choraleFault({ ...right, continuation: right.continuation.slice(0, -1) })).toMatch(
      /expected 16 steps and 128 after them, got 16 and 127/,
    );
  });

  it("leave out pieces whose primer was trained on", () => {
    const pieces = Array.from({ length: 45 }, (_, i) =>
      pieceEvents([{ pitch: 20 + i, start: 0, duration: 1, voice: 0 }], 1),
    ).map((own) => Uint16Array.from([...piece(160), ...own]));
    const distinct = Array.from({ length: 42 }, (_, i) => {
      const copy = piece(160);
      copy[1] = newNote(80 + (i % 20));
      copy[2] = newNote(50 + Math.floor(i / 20));
      return copy;
    });
    expect(() => choralePrimers("c", "0".repeat(64), pieces, [piece(160)])).toThrow(/got 0/);
    const list = choralePrimers("c", "0".repeat(64), distinct, [piece(160), distinct[5]!]);
    expect(list.primers).toHaveLength(40);
    expect(list.primers.map((p) => p.start)).not.toContain(5);
  });
});

describe.skipIf(!corpusPresent("chorales"))("the chorales' primers", () => {
  it("are forty beginnings of test pieces, and pass the check of a list", () => {
    const list = derivePrimers("chorales");
    expect(list.rule).toBe("chorale-beginnings");
    expect(parsePrimerList(list, "list")).toEqual(list);
    expect(list.primers).toHaveLength(40);
    for (const { continuation } of list.primers) {
      const decoded = polyphony.decode(continuation, CLIP_STEPS);
      expect(decoded.stepsFound).toBe(CLIP_STEPS);
      // Notes that sound on from the primer begin anew with the clip; nothing else is mended.
      expect(Object.keys(decoded.repairs.counts)).toEqual(
        decoded.repairs.share > 0 ? ["continued note not sounding"] : [],
      );
      expect(decoded.repairs.share).toBeLessThanOrEqual(1 / CLIP_STEPS);
    }
  });
});
