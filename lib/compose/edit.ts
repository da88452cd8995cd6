import {
  inOrder,
  MOST_BARS,
  musicBars,
  type Piece,
  type PieceNote,
  pieceSteps,
  TEMPO_RANGE,
} from "@/lib/compose/piece";
import { HIGHEST_PITCH, LOWEST_PITCH } from "@/lib/encoding/melody";
import { STEPS_PER_BAR } from "@/lib/music/notes";

/** Where a note lies: what the person decides. */
export interface NoteSpan {
  pitch: number;
  start: number;
  duration: number;
}

const inRange = (pitch: number) => pitch >= LOWEST_PITCH && pitch <= HIGHEST_PITCH;

/** The piece with an open turn of the person, and that turn's index. */
function personTurn(piece: Piece): { piece: Piece; turn: number } {
  const last = piece.turns.length - 1;
  if (piece.turns[last]?.kind === "person") return { piece, turn: last };
  return { piece: { ...piece, turns: [...piece.turns, { kind: "person" }] }, turn: last + 1 };
}

/** The note that begins at a step, or sounds there. */
export function noteAt(piece: Piece, step: number): PieceNote | undefined {
  return piece.notes.find((note) => note.start <= step && step < note.start + note.duration);
}

/** Ends an earlier note where a new one begins, and shortens the new one to the next. */
function fitted(notes: readonly PieceNote[], note: PieceNote, steps: number): PieceNote[] {
  const next = notes.find(({ start }) => start > note.start)?.start ?? steps;
  const room = Math.min(next, steps) - note.start;
  const others = notes.map((other) =>
    other.start < note.start && other.start + other.duration > note.start
      ? { ...other, duration: note.start - other.start }
      : other,
  );
  return inOrder([...others, { ...note, duration: Math.min(note.duration, room) }]);
}

/**
 * Writes a note of the person. What sounds at its start ends there, what begins at its start is
 * replaced; it is shortened to the next note's start and to the piece's end.
 * @returns null where a locked note stands in the way, or the place is outside the piece
 */
export function placeNote(piece: Piece, span: NoteSpan): Piece | null {
  if (!inRange(span.pitch) || span.start < 0 || span.start >= pieceSteps(piece)) return null;
  if (noteAt(piece, span.start)?.locked || span.duration < 1) return null;
  const { piece: open, turn } = personTurn(piece);
  const others = open.notes.filter(({ start }) => start !== span.start);
  return { ...open, notes: fitted(others, { ...span, turn }, pieceSteps(piece)) };
}

/**
 * Moves a note, or makes it longer or shorter; it is the person's from then on. A longer one ends at
 * the next note at the latest.
 * @param start first step of the note to change
 * @returns null where there is none, it is locked, nothing would change, or another note or the
 * piece's edge stands in the way
 */
export function changeNote(piece: Piece, start: number, to: NoteSpan): Piece | null {
  const note = piece.notes.find((other) => other.start === start);
  if (!note || note.locked || !inRange(to.pitch) || to.start < 0 || to.duration < 1) return null;
  const others = piece.notes.filter((other) => other !== note);
  const moves = to.start !== note.start;
  const end = moves ? to.start + to.duration : to.start + 1;
  if (end > pieceSteps(piece)) return null;
  if (others.some((other) => other.start >= to.start && other.start < end)) return null;
  const under = others.find((o) => o.start < to.start && o.start + o.duration > to.start);
  if (under?.locked) return null;
  const { piece: open, turn } = personTurn(piece);
  const first = note.first ?? (piece.turns[note.turn]?.kind === "model" ? note.turn : undefined);
  const { answer } = note;
  const written = {
    ...{ ...to, turn },
    ...(first === undefined ? {} : { first }),
    ...(answer === undefined ? {} : { answer }),
  };
  const notes = fitted(others, written, pieceSteps(piece));
  const changed = notes.find((other) => other.start === to.start)!;
  const same = changed.pitch === note.pitch && changed.duration === note.duration && !moves;
  return same ? null : { ...open, notes };
}

/** Removes a note. @returns null where there is none, or it is locked */
export function removeNote(piece: Piece, start: number): Piece | null {
  const note = piece.notes.find((other) => other.start === start);
  if (!note || note.locked) return null;
  return { ...piece, notes: piece.notes.filter((other) => other !== note) };
}

/** Locks or unlocks notes. */
export function setLock(piece: Piece, starts: readonly number[], locked: boolean): Piece {
  const notes = piece.notes.map(({ locked: was, ...note }) =>
    (starts.includes(note.start) ? locked : was) ? { ...note, locked: true as const } : note,
  );
  return { ...piece, notes };
}

/** Makes room for more bars, or takes empty ones away; never fewer than the music needs. */
export function setBars(piece: Piece, bars: number): Piece {
  const fewest = Math.max(1, musicBars(piece.notes));
  return { ...piece, bars: Math.min(MOST_BARS, Math.max(fewest, Math.round(bars))) };
}

/** Sets the tempo, in quarters a minute, within its range. */
export function setTempo(piece: Piece, tempo: number): Piece {
  const [slowest, fastest] = TEMPO_RANGE;
  return { ...piece, tempo: Math.min(fastest, Math.max(slowest, Math.round(tempo))) };
}

/**
 * Writes several notes at once, from a step on, in place of all that is there unlocked: a MIDI file,
 * or what was played live. The piece grows as far as it may; what lies beyond is left out.
 */
export function writeNotes(piece: Piece, from: number, spans: readonly NoteSpan[]): Piece {
  const moved = spans.map((span) => ({ ...span, start: span.start + from }));
  const end = Math.max(from, ...moved.map(({ start, duration }) => start + duration));
  const bars = Math.max(piece.bars, Math.min(MOST_BARS, Math.ceil(end / STEPS_PER_BAR)));
  const cleared = piece.notes.filter(
    (note) => note.locked || note.start < from || note.start >= end,
  );
  const room: Piece = { ...piece, bars, notes: cleared };
  return moved.reduce((written, span) => placeNote(written, span) ?? written, room);
}
