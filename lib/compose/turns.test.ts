import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainNotes, questionFor } from "@/lib/compose/answer";
import { changeNote, noteAt, placeNote, removeNote, setLock } from "@/lib/compose/edit";
import { pushHistory, redo, startHistory, undo } from "@/lib/compose/history";
import { type Answer, MOST_ANSWERS, newPiece, type Piece, pieceSteps } from "@/lib/compose/piece";
import { parsePiece } from "@/lib/compose/piece-schema";
import {
  addAlternative,
  addModelTurn,
  authorOf,
  chooseAnswer,
  lastModelTurn,
  nextPlace,
  withoutAnswer,
} from "@/lib/compose/turns";
import { checkNotes } from "@/lib/music/notes";
import { tune } from "@/tests/fixtures/compose/tune";

/** An answer of one bar from corpus text, filled up with holds. */
const answer = (events: string, model: Answer["model"] = "LSTM"): Answer => ({
  ...{ model, weights: "a".repeat(64), temperature: 0.8, seed: 1 },
  events: events.padEnd(16, "."),
});
const PLACE = { from: 64, steps: 16 };
const DRAW = { temperature: 1, seed: 1, window: 64 };
const spans = (piece: Piece) => piece.notes.slice(16).map((n) => [n.pitch, n.start, n.duration]);
const answered = (events: string) => addModelTurn(tune(16, 4), PLACE, answer(events));

describe("an answer in the piece", () => {
  it("stands behind the music, is the model's, and makes the piece longer", () => {
    const piece = answered("c...g..._");
    expect(spans(piece)).toEqual([
      [60, 64, 4],
      [64, 68, 4],
    ]);
    expect(piece.bars).toBe(5);
    expect(authorOf(piece, piece.notes[16]!)).toEqual({ model: "LSTM", changedFrom: null });
    expect(authorOf(piece, piece.notes[0]!)).toEqual({ model: null, changedFrom: null });
    expect(lastModelTurn(piece)).toBe(1);
    expect(nextPlace(piece, 4)).toEqual({ from: 80, steps: 64 });
  });

  it("that begins with holds lets the last note sound on, until it is locked or replaced", () => {
    const piece = answered("....c");
    expect(piece.notes[15]).toMatchObject({ start: 60, duration: 8 });
    expect(addAlternative(piece, 1, answer("g")).notes[15]).toMatchObject({ duration: 4 });
    const locked = setLock(tune(16, 4), [60], true);
    expect(addModelTurn(locked, PLACE, answer("_...c")).notes[15]?.duration).toBe(4);
  });

  it("keeps the person's changes apart from the model's notes", () => {
    const piece = changeNote(answered("c...g..."), 68, { pitch: 67, start: 68, duration: 2 })!;
    expect(piece.turns.map((turn) => turn.kind)).toEqual(["person", "model", "person"]);
    expect(authorOf(piece, piece.notes[17]!)).toEqual({ model: null, changedFrom: "LSTM" });
    const own = placeNote(piece, { pitch: 60, start: 76, duration: 4 })!;
    expect(authorOf(own, own.notes[18]!)).toEqual({ model: null, changedFrom: null });
  });

  it("needs a melody and room", () => {
    expect(() => nextPlace(newPiece(), 4)).toThrow(/no note/);
    expect(nextPlace(tune(62 * 4, 4), 4).steps).toBe(32);
    expect(() => nextPlace(tune(64 * 4, 4), 4)).toThrow(/at most 64 bars/);
  });
});

describe("alternatives", () => {
  it("take each other's place; the first can be had again", () => {
    const two = addAlternative(answered("c...g..."), 1, answer("j.......", "CNN_a"));
    expect(spans(two)).toEqual([[67, 64, 16]]);
    expect(authorOf(two, two.notes[16]!).model).toBe("CNN_a");
    expect(spans(chooseAnswer(two, 1, 0))).toEqual(spans(answered("c...g...")));
    expect(() => chooseAnswer(two, 1, 2)).toThrow(/answer 3/);
    expect(() => chooseAnswer(two, 0, 0)).toThrow(/model's turn/);
  });

  it("leave locked notes, and what was written after them", () => {
    const piece = setLock(answered("c...g..."), [68], true);
    const more = placeNote({ ...piece, bars: 6 }, { pitch: 72, start: 80, duration: 4 })!;
    const two = addAlternative(more, 1, answer("j...g..........."));
    expect(spans(two)).toEqual([
      [67, 64, 4],
      [64, 68, 12],
      [72, 80, 4],
    ]);
    expect(two.notes[17]?.locked).toBe(true);
  });

  it("give way to notes locked after they were drawn, whatever they hold", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."....._ckosz"),
      minLength: 16,
      maxLength: 16,
    });
    const locks = fc.array(fc.integer({ min: 60, max: 79 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), locks, (texts, steps) => {
        let piece = answered(texts[0]!);
        for (const events of texts.slice(1)) piece = addAlternative(piece, 1, answer(events));
        const starts = steps.flatMap((step) => noteAt(piece, step)?.start ?? []);
        piece = setLock(piece, starts, true);
        const locked = piece.notes.filter((note) => note.locked);
        for (let chosen = 0; chosen < texts.length; chosen++) {
          const other = parsePiece(chooseAnswer(piece, 1, chosen));
          checkNotes(plainNotes(other.notes), pieceSteps(other));
          const stayed = other.notes.filter((note) => note.locked);
          expect(stayed.map(({ answer, ...note }) => note)).toEqual(locked);
        }
      }),
    );
  });

  it("of an earlier turn leave every later turn as it is", () => {
    const later = { from: 80, steps: 16 };
    const first = placeNote(answered("c...g..."), { pitch: 72, start: 76, duration: 4 })!;
    const two = addModelTurn(first, later, answer("....j...", "CNN_b"));
    expect(nextPlace(two, 1).from).toBe(96);
    const other = parsePiece(addAlternative(two, 1, answer("e...........a...", "CNN_a")));
    expect(spans(other)).toEqual([
      [62, 64, 12],
      // the later turn began with four holds: what sounds there sounds on
      [58, 76, 8],
      [67, 84, 12],
    ]);
    expect(other.notes.slice(16).map((note) => authorOf(other, note).model)).toEqual([
      "CNN_a",
      "CNN_a",
      "CNN_b",
    ]);
    const unheard = addAlternative(two, 1, answer("e..._..."));
    expect(spans(unheard)[1]).toEqual([67, 84, 12]);
  });

  it("write around what a later turn wrote in the same place", () => {
    const shorter = removeNote(answered("c.......g......."), 72)!;
    const inside = addModelTurn(shorter, { from: 72, steps: 16 }, answer("j...", "CNN_b"));
    const free = withoutAnswer(inside, 1);
    expect(spans(free)).toEqual([[67, 72, 16]]);
    const { allowed } = questionFor(free, PLACE, { model: "LSTM", ...DRAW });
    expect(allowed.slice(6, 10)).toEqual(["any", "any", 21, 0]);
    const other = addAlternative(inside, 1, answer("e...e...j......."));
    expect(spans(other)).toEqual([
      [62, 64, 4],
      [62, 68, 4],
      [67, 72, 16],
    ]);
    expect(authorOf(other, other.notes.at(-1)!).model).toBe("CNN_b");
  });

  it("keep it known which of them wrote a note that stays", () => {
    const locked = setLock(answered("c...g..."), [68], true);
    const changed = changeNote(locked, 64, { pitch: 61, start: 64, duration: 2 })!;
    const two = addAlternative(setLock(changed, [64], true), 1, answer("j.......", "CNN_a"));
    const authors = (piece: Piece) => piece.notes.slice(16).map((note) => authorOf(piece, note));
    const kept = [
      { model: null, changedFrom: "LSTM" },
      { model: "LSTM", changedFrom: null },
    ];
    expect(authors(parsePiece(two))).toEqual(kept);
    const edited = changeNote(setLock(two, [68], false), 68, { pitch: 66, start: 68, duration: 2 });
    expect(authors(parsePiece(edited!))[1]).toEqual({ model: null, changedFrom: "LSTM" });
    const notes = two.notes.map((note) => ({ ...note, answer: 5 }));
    expect(() => parsePiece({ ...two, notes })).toThrow(/names answer 5/);
  });

  it("are not kept without end", () => {
    let piece = answered("c");
    for (let i = 1; i < MOST_ANSWERS; i++) piece = addAlternative(piece, 1, answer("d"));
    expect(() => addAlternative(piece, 1, answer("d"))).toThrow(/at most 24/);
  });
});

describe("history", () => {
  it("goes back and forth, and forgets what was undone once something new is done", () => {
    const two = pushHistory(pushHistory(startHistory("a"), "b"), "c");
    expect(undo(two).present).toBe("b");
    expect(redo(undo(two)).present).toBe("c");
    expect(undo(undo(undo(two))).present).toBe("a");
    expect(redo(pushHistory(undo(two), "d")).present).toBe("d");
    expect(pushHistory(two, "c")).toBe(two);
  });
});
