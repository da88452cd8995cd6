import {
  type Answer,
  firstTurn,
  inOrder,
  MOST_ANSWERS,
  MOST_BARS,
  MOST_TURNS,
  type ModelTurn,
  musicBars,
  type Piece,
  type PieceNote,
} from "@/lib/compose/piece";
import { eventsFromText, HOLD, melody } from "@/lib/encoding/melody";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { InputError } from "@/lib/shared/invariant";

/** A range of steps. */
export interface StepRange {
  from: number;
  steps: number;
}

/**
 * Where a model goes on: the whole bars after the last note.
 * @throws InputError when the piece has no note, or no room for one bar more
 */
export function nextPlace(piece: Piece, bars: number): StepRange {
  const from = musicBars(piece.notes);
  if (from === 0) throw new InputError("answer: expected a melody to answer, got no note");
  const room = Math.min(bars, MOST_BARS - from);
  if (room < 1) throw new InputError(`piece: expected at most ${MOST_BARS} bars, got ${from}`);
  return { from: from * STEPS_PER_BAR, steps: room * STEPS_PER_BAR };
}

/** Index of the last turn of a model, or −1. */
export function lastModelTurn(piece: Piece): number {
  return piece.turns.findLastIndex((turn) => turn.kind === "model");
}

function modelTurn(piece: Piece, index: number): ModelTurn {
  const turn = piece.turns[index];
  if (turn?.kind !== "model") throw new InputError(`turn ${index}: expected a model's turn`);
  return turn;
}

/**
 * Notes without what a new answer of a turn replaces: unlocked ones in its place, tails that reach
 * into it. What a later turn of a model wrote there stays.
 */
function cleared(piece: Piece, index: number): PieceNote[] {
  const { from, steps } = modelTurn(piece, index);
  const later = (turn: number) => turn > index && piece.turns[turn]?.kind === "model";
  return piece.notes
    .filter(
      (note) =>
        note.locked || note.start < from || note.start >= from + steps || later(firstTurn(note)),
    )
    .map((note) =>
      !note.locked && note.start < from && note.start + note.duration > from
        ? { ...note, duration: from - note.start }
        : note,
    );
}

/** The piece as a model sees it before it writes another answer for a turn: what is left stays. */
export function withoutAnswer(piece: Piece, index: number): Piece {
  return { ...piece, notes: cleared(piece, index) };
}

/** Steps that an answer begins with holds: how much longer it lets the note before it sound. */
function heldOver(events: ArrayLike<number>): number {
  let count = 0;
  while (count < events.length && events[count] === HOLD) count++;
  return count;
}

/**
 * The notes of an answer that go with those that stay: an answer that was drawn before a note was
 * locked, and is chosen again, gives way to it.
 */
function around(kept: readonly PieceNote[], written: readonly PieceNote[]): PieceNote[] {
  return written.flatMap((note) => {
    const under = kept.some(
      ({ start, duration }) => start <= note.start && note.start < start + duration,
    );
    if (under) return [];
    const next = kept.find(({ start }) => start > note.start)?.start ?? Number.POSITIVE_INFINITY;
    return [{ ...note, duration: Math.min(note.duration, next - note.start) }];
  });
}

/** Lets a note that ends at a step sound on as long as the events that begin there hold it. */
function heldAt(notes: readonly PieceNote[], step: number, events: ArrayLike<number>) {
  return notes.map((note, index) => {
    if (note.locked || note.start + note.duration !== step) return note;
    const room = (notes[index + 1]?.start ?? Number.POSITIVE_INFINITY) - note.start;
    return { ...note, duration: Math.min(note.duration + heldOver(events), room) };
  });
}

const eventsOf = ({ answers, chosen }: ModelTurn) => eventsFromText(answers[chosen]!.events);

/**
 * Puts an answer's notes into its place. Locked notes and later turns stay; the last note before may
 * be held over, and the answer's own last note by the turn that goes on from there.
 */
function withAnswer(piece: Piece, index: number): Piece {
  const turn = modelTurn(piece, index);
  const end = turn.from + turn.steps;
  const kept = inOrder(cleared(piece, index));
  const written = melody.decode(eventsOf(turn), turn.steps).notes.map((note) => ({
    ...{ pitch: note.pitch, start: note.start + turn.from, duration: note.duration },
    turn: index,
  }));
  const placed = inOrder([...kept, ...around(kept, written)]);
  const joined = heldAt(placed, turn.from, eventsOf(turn));
  const next = piece.turns.findLast(
    (other, i): other is ModelTurn => i > index && other.kind === "model" && other.from === end,
  );
  const notes = next ? heldAt(joined, end, eventsOf(next)) : joined;
  return { ...piece, bars: Math.max(piece.bars, end / STEPS_PER_BAR), notes };
}

/** Adds a model's turn with its first answer. @throws InputError when the piece has too many turns */
export function addModelTurn(piece: Piece, place: StepRange, answer: Answer): Piece {
  // The person's next turn needs a place too.
  if (piece.turns.length + 2 > MOST_TURNS) {
    throw new InputError(`piece: expected at most ${MOST_TURNS} turns`);
  }
  const turn: ModelTurn = { kind: "model", ...place, answers: [answer], chosen: 0 };
  return withAnswer({ ...piece, turns: [...piece.turns, turn] }, piece.turns.length);
}

/** Replaces one turn of a piece. Notes that outlive its answer remember which one wrote them. */
function withTurn(piece: Piece, index: number, turn: ModelTurn): Piece {
  const { chosen } = modelTurn(piece, index);
  const notes = piece.notes.map((note) =>
    firstTurn(note) === index ? { answer: chosen, ...note } : note,
  );
  return { ...piece, notes, turns: piece.turns.map((old, i) => (i === index ? turn : old)) };
}

/**
 * Adds another answer to a model's turn and puts it into the piece.
 * @throws InputError when the turn has as many as it may keep
 */
export function addAlternative(piece: Piece, index: number, answer: Answer): Piece {
  const turn = modelTurn(piece, index);
  if (turn.answers.length >= MOST_ANSWERS) {
    throw new InputError(`answers: expected at most ${MOST_ANSWERS} for one turn`);
  }
  const answers = [...turn.answers, answer];
  return withAnswer(
    withTurn(piece, index, { ...turn, answers, chosen: turn.answers.length }),
    index,
  );
}

/** Puts another of a turn's answers into the piece. @throws InputError when there is none */
export function chooseAnswer(piece: Piece, index: number, chosen: number): Piece {
  const turn = modelTurn(piece, index);
  if (!turn.answers[chosen]) throw new InputError(`answer ${chosen + 1}: expected one that exists`);
  return withAnswer(withTurn(piece, index, { ...turn, chosen }), index);
}

/** Who wrote a note, and whose it was before the person changed it. */
export interface Author {
  /** null for the person. */
  model: string | null;
  /** The model whose note the person changed. */
  changedFrom: string | null;
}

/** Who wrote a note. */
export function authorOf(piece: Piece, note: PieceNote): Author {
  const model = (index: number | undefined) => {
    const turn = index === undefined ? undefined : piece.turns[index];
    return turn?.kind === "model" ? turn.answers[note.answer ?? turn.chosen]!.model : null;
  };
  return { model: model(note.turn), changedFrom: model(note.first) };
}
