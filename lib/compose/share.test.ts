import { deflateSync } from "fflate";
import { describe, expect, it } from "vitest";
import { setLock } from "@/lib/compose/edit";
import { newPiece, type Piece } from "@/lib/compose/piece";
import { readPieceFile, readPieceHash } from "@/lib/compose/read-shared";
import { pieceFile, pieceHash } from "@/lib/compose/share";
import { addModelTurn } from "@/lib/compose/turns";
import { tune } from "@/tests/fixtures/compose/tune";

const weights = "0f".repeat(32);
const events = "c...e...g...e..._...............c...e...g...e...................";

function written(): Piece {
  const answer = { model: "LSTM" as const, weights, temperature: 0.7, seed: 12345, events };
  const piece = addModelTurn(tune(16, 4), { from: 64, steps: 64 }, answer);
  return { ...setLock(piece, [0, 64], true), title: "Ein Stück – 曲" };
}

describe("sharing a piece", () => {
  it("by file and by link gives back every note, turn and lock", () => {
    expect(readPieceFile(pieceFile(written()))).toEqual(written());
    expect(readPieceHash(pieceHash(written()))).toEqual(written());
    expect(pieceHash(written())).toMatch(/^#piece=[A-Za-z0-9_-]+$/);
  });

  it("makes links that messages carry: the longest piece in under 8,000 characters", () => {
    expect(pieceHash(written()).length).toBeLessThan(1200);
    let piece = tune(16, 4);
    for (let bar = 4; bar < 64; bar += 4) {
      const answer = { model: "LSTM" as const, weights, temperature: 0.7, seed: 99 + bar, events };
      piece = addModelTurn(piece, { from: bar * 16, steps: 64 }, answer);
    }
    expect(pieceHash(piece).length).toBeLessThan(8000);
  });

  it("ignores other hashes and refuses damaged ones", () => {
    expect(readPieceHash("")).toBeNull();
    expect(readPieceHash("#help")).toBeNull();
    const whole = pieceHash(written());
    expect(() => readPieceHash(whole.slice(0, -20))).toThrow(/damaged|JSON/);
    expect(() => readPieceHash("#piece=%%%")).toThrow(/damaged/);
  });

  it("refuses a short link that unfolds to far more than a piece", () => {
    const bytes = deflateSync(new Uint8Array(50_000_000));
    const hash = `#piece=${Buffer.from(bytes).toString("base64url")}`;
    expect(hash.length).toBeLessThan(100_000);
    expect(() => readPieceHash(hash)).toThrow(/more than 2 MB/);
  });

  it.each([
    ["format", (p: Piece) => ({ ...p, format: "other" }), /format/],
    ["an unknown field", (p: Piece) => ({ ...p, script: "x" }), /whole file|script/],
    ["two notes at once", (p: Piece) => ({ ...p, notes: [p.notes[0], p.notes[0]] }), /one note at/],
    ["a note outside", (p: Piece) => ({ ...p, bars: 2 }), /expected 2 bars/],
    ["a turn that is not there", (p: Piece) => ({ ...p, turns: [] }), /names turn 0/],
    ["a pitch beyond the range", (p: Piece) => withPitch(p, 84), /notes.0.pitch/],
    ["an answer of another length", (p: Piece) => withEvents(p, "c"), /64 events/],
    ["events outside the alphabet", (p: Piece) => withEvents(p, "C".repeat(64)), /events/],
  ])("refuses %s", (_, change, message) => {
    expect(() => readPieceFile(JSON.stringify(change(written())))).toThrow(message);
  });

  it("refuses text that is no JSON, and accepts an empty piece", () => {
    expect(() => readPieceFile("MThd")).toThrow(/expected JSON/);
    expect(readPieceFile(pieceFile(newPiece()))).toEqual(newPiece());
  });
});

function withPitch(piece: Piece, pitch: number) {
  return { ...piece, notes: piece.notes.map((note) => ({ ...note, pitch })) };
}

function withEvents(piece: Piece, events: string) {
  const turns = piece.turns.map((turn) =>
    turn.kind === "model"
      ? { ...turn, answers: turn.answers.map((answer) => ({ ...answer, events })) }
      : turn,
  );
  return { ...piece, turns };
}
