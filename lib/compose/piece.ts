import { STEPS_PER_BAR } from "@/lib/music/notes";
import type { Piece, PieceNote } from "./piece-schema";

export type { Answer, ModelTurn, Piece, PieceNote, Turn } from "./piece-schema";

/** Bars that a new piece offers for the first melody. */
export const FIRST_BARS = 4;
/** Longest piece: two minutes at 120 quarters a minute. */
export const MOST_BARS = 64;
/** Slowest and fastest piece, in quarters a minute. */
export const TEMPO_RANGE = [40, 240] as const;
/** Answers that one turn of a model keeps to choose from. */
export const MOST_ANSWERS = 24;
/** Turns that a piece keeps. */
export const MOST_TURNS = 2000;
/** Steps of the longest piece. */
export const MOST_STEPS = MOST_BARS * STEPS_PER_BAR;

/** A piece without a note. */
export function newPiece(): Piece {
  return {
    format: "listening-study-piece-1",
    title: "",
    tempo: 120,
    bars: FIRST_BARS,
    notes: [],
    turns: [],
  };
}

/** Length of a piece in steps. */
export const pieceSteps = (piece: Piece) => piece.bars * STEPS_PER_BAR;

/** Whole bars up to the end of the last note; 0 without notes. */
export function musicBars(notes: readonly PieceNote[]): number {
  const ends = notes.map((note) => note.start + note.duration);
  return Math.ceil(Math.max(0, ...ends) / STEPS_PER_BAR);
}

/** In the order in which they sound. */
export function inOrder(notes: readonly PieceNote[]): PieceNote[] {
  return [...notes].sort((a, b) => a.start - b.start);
}

/** Index of the turn that first wrote a note. */
export const firstTurn = (note: PieceNote) => note.first ?? note.turn;
