import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainNotes } from "@/lib/compose/answer";
import {
  changeNote,
  noteAt,
  placeNote,
  removeNote,
  setBars,
  setLock,
  setTempo,
  writeNotes,
} from "@/lib/compose/edit";
import { newPiece, type Piece, pieceSteps } from "@/lib/compose/piece";
import { parsePiece } from "@/lib/compose/piece-schema";
import { checkNotes } from "@/lib/music/notes";
import { tune } from "@/tests/fixtures/compose/tune";

const spans = (piece: Piece) => piece.notes.map((n) => [n.pitch, n.start, n.duration]);
const one = () => placeNote(newPiece(), { pitch: 60, start: 4, duration: 4 })!;

describe("writing a note", () => {
  it("ends what sounds, gives way to what follows, replaces what begins there", () => {
    const within = placeNote(one(), { pitch: 62, start: 6, duration: 8 })!;
    expect(spans(within)).toEqual([
      [60, 4, 2],
      [62, 6, 8],
    ]);
    const before = placeNote(one(), { pitch: 62, start: 2, duration: 8 })!;
    expect(spans(before)).toEqual([
      [62, 2, 2],
      [60, 4, 4],
    ]);
    expect(spans(placeNote(one(), { pitch: 62, start: 4, duration: 1 })!)).toEqual([[62, 4, 1]]);
  });

  it("stops at the piece's end, and is refused outside piece and range", () => {
    const last = placeNote(newPiece(), { pitch: 60, start: 63, duration: 8 })!;
    expect(spans(last)).toEqual([[60, 63, 1]]);
    for (const wrong of [{ start: 64 }, { start: -1 }, { pitch: 47 }, { pitch: 84 }]) {
      expect(placeNote(newPiece(), { pitch: 60, start: 0, duration: 1, ...wrong })).toBeNull();
    }
  });

  it("is refused where a locked note sounds", () => {
    const locked = setLock(one(), [4], true);
    expect(placeNote(locked, { pitch: 62, start: 6, duration: 1 })).toBeNull();
    expect(placeNote(locked, { pitch: 62, start: 8, duration: 1 })).not.toBeNull();
  });

  it("belongs to one turn of the person until a model answers", () => {
    const piece = tune(5, 4);
    expect(piece.turns).toEqual([{ kind: "person" }]);
    expect(new Set(piece.notes.map((note) => note.turn))).toEqual(new Set([0]));
  });
});

describe("changing a note", () => {
  const two = () => placeNote(one(), { pitch: 64, start: 12, duration: 4 })!;

  it("moves it, cuts what it comes to lie on, and refuses to run into the next one", () => {
    expect(spans(changeNote(two(), 12, { pitch: 65, start: 6, duration: 4 })!)).toEqual([
      [60, 4, 2],
      [65, 6, 4],
    ]);
    expect(changeNote(two(), 4, { pitch: 60, start: 9, duration: 4 })).toBeNull();
    expect(changeNote(two(), 12, { pitch: 64, start: 61, duration: 4 })).toBeNull();
    expect(changeNote(two(), 5, { pitch: 64, start: 0, duration: 4 })).toBeNull();
  });

  it("lets it grow to the next one and no further", () => {
    expect(spans(changeNote(two(), 4, { pitch: 60, start: 4, duration: 20 })!)[0]).toEqual([
      60, 4, 8,
    ]);
    const full = changeNote(two(), 4, { pitch: 60, start: 4, duration: 8 })!;
    expect(changeNote(full, 4, { pitch: 60, start: 4, duration: 9 })).toBeNull();
  });

  it("leaves locked notes alone until they are unlocked", () => {
    const locked = setLock(two(), [4], true);
    expect(changeNote(locked, 4, { pitch: 61, start: 4, duration: 4 })).toBeNull();
    expect(changeNote(locked, 12, { pitch: 64, start: 6, duration: 4 })).toBeNull();
    expect(removeNote(locked, 4)).toBeNull();
    expect(removeNote(setLock(locked, [4], false), 4)?.notes).toHaveLength(1);
    expect(noteAt(locked, 7)?.pitch).toBe(60);
    expect(noteAt(locked, 8)).toBeUndefined();
  });
});

it("whatever is done, one note at a time sounds, inside the piece", () => {
  const span = fc.record({
    pitch: fc.integer({ min: 40, max: 90 }),
    start: fc.integer({ min: -2, max: 66 }),
    duration: fc.integer({ min: 0, max: 20 }),
  });
  const act = fc.tuple(fc.constantFrom("place", "change", "remove", "lock"), fc.nat(63), span);
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      let piece = newPiece();
      for (const [kind, at, to] of acts) {
        if (kind === "place") piece = placeNote(piece, to) ?? piece;
        if (kind === "change") piece = changeNote(piece, at, to) ?? piece;
        if (kind === "remove") piece = removeNote(piece, at) ?? piece;
        if (kind === "lock") piece = setLock(piece, [at], at % 2 === 0);
      }
      checkNotes(plainNotes(piece.notes), pieceSteps(piece));
      expect(parsePiece(piece)).toEqual(piece);
    }),
  );
});

it("bars and tempo keep to their ranges, and bars to the music", () => {
  expect([0, 3, 5, 99].map((bars) => setBars(tune(16, 4), bars).bars)).toEqual([4, 4, 5, 64]);
  expect([10, 90.4, 999].map((tempo) => setTempo(newPiece(), tempo).tempo)).toEqual([40, 90, 240]);
});

it("many notes at once take the place of what was there, and the piece grows with them", () => {
  const many = Array.from({ length: 24 }, (_, i) => ({ pitch: 72, start: i * 4, duration: 4 }));
  const piece = writeNotes(tune(16, 4), 0, many);
  expect(piece.bars).toBe(6);
  expect(piece.notes.every((note) => note.pitch === 72)).toBe(true);
  const long = writeNotes(newPiece(), 0, [{ pitch: 60, start: 2000, duration: 4 }]);
  expect([long.bars, long.notes.length]).toEqual([64, 0]);
});
