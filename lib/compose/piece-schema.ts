import { z } from "zod";
import { HIGHEST_PITCH, LOWEST_PITCH } from "@/lib/encoding/melody";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import {
  firstTurn,
  inOrder,
  MOST_ANSWERS,
  MOST_BARS,
  MOST_STEPS,
  MOST_TURNS,
  pieceSteps,
  TEMPO_RANGE,
} from "./piece";

// zod tries whether it may compile code when a schema is made; the site's policy forbids it, and
// browsers report the try.
if (typeof window !== "undefined") z.config({ jitless: true });

const noteSchema = z.strictObject({
  pitch: z.int().min(LOWEST_PITCH).max(HIGHEST_PITCH),
  /** First step of the sixteenth grid, from 0. */
  start: z.int().min(0),
  /** Length in steps. */
  duration: z.int().min(1),
  /** Index of the turn that wrote the note as it stands. */
  turn: z.int().min(0),
  /** Index of the model's turn that first wrote a note which the person changed. */
  first: z.int().min(0).optional(),
  /** Index of the turn's answer that wrote a note which outlived it; else it is of the chosen one. */
  answer: z.int().min(0).optional(),
  /** A locked note stays as it is, in the person's edits and in the models' answers. */
  locked: z.literal(true).optional(),
});

const answerSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  /** SHA-256 of the weights. */
  weights: z.string().regex(/^[0-9a-f]{64}$/),
  temperature: z.number().min(0).max(2),
  seed: z.int().min(0),
  /** The model's events as corpus text, one character a step, as drawn. */
  events: z.string().regex(/^[._0-9a-z]+$/),
});

const turnSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("person") }),
  z.strictObject({
    kind: z.literal("model"),
    /** First step of the answer, and its length in steps. */
    from: z.int().min(0),
    steps: z.int().min(1),
    answers: z.array(answerSchema).min(1).max(MOST_ANSWERS),
    /** Index of the answer that stands in the piece. */
    chosen: z.int().min(0),
  }),
]);

const pieceSchema = z.strictObject({
  format: z.literal("listening-study-piece-1"),
  title: z.string().max(80),
  tempo: z.int().min(TEMPO_RANGE[0]).max(TEMPO_RANGE[1]),
  bars: z.int().min(1).max(MOST_BARS),
  notes: z.array(noteSchema).max(MOST_STEPS),
  turns: z.array(turnSchema).max(MOST_TURNS),
});

/** A note of a piece; one at a time sounds. */
export type PieceNote = z.infer<typeof noteSchema>;
/** What a model wrote in answer, and all that is needed to draw it again. */
export type Answer = z.infer<typeof answerSchema>;
/** One turn of the conversation between the person and the models. */
export type Turn = z.infer<typeof turnSchema>;
export type ModelTurn = Extract<Turn, { kind: "model" }>;
/** A melody written in turns: what is saved, shared and undone. Never changed in place. */
export type Piece = z.infer<typeof pieceSchema>;

/** What the fields of one note contradict in the piece's turns, or null. */
function noteContradiction({ turns }: Piece, note: PieceNote): string | null {
  for (const turn of [note.turn, firstTurn(note)]) {
    if (!turns[turn]) return `a note at step ${note.start} names turn ${turn}, got none`;
  }
  if (note.answer === undefined) return null;
  const first = turns[firstTurn(note)]!;
  if (first.kind === "model" && first.answers[note.answer]) return null;
  return `a note at step ${note.start} names answer ${note.answer}, got none`;
}

/** The first thing that the fields of a piece contradict in each other, or null. */
function contradiction(piece: Piece): string | null {
  let free = 0;
  for (const note of piece.notes) {
    if (note.start < free) return `expected one note at a time, got two at step ${note.start}`;
    free = note.start + note.duration;
    const wrong = noteContradiction(piece, note);
    if (wrong) return wrong;
  }
  if (free > pieceSteps(piece)) return `expected ${piece.bars} bars, got a note up to step ${free}`;
  for (const turn of piece.turns) {
    if (turn.kind === "person") continue;
    if (!turn.answers[turn.chosen]) return "a turn names an answer that is not there";
    if (turn.from + turn.steps > MOST_STEPS) return "a turn is longer than a piece may be";
    if (turn.answers.some((answer) => answer.events.length !== turn.steps))
      return `expected answers of ${turn.steps} events`;
  }
  return null;
}

/**
 * Checks a piece that came from outside: a link, a file, the browser's memory.
 * @throws InputError that names the first place that is wrong
 */
export function parsePiece(value: unknown): Piece {
  const result = pieceSchema.safeParse(value);
  if (!result.success) {
    const first = result.error.issues[0]!;
    throw new InputError(`piece: ${first.path.join(".") || "whole file"}: ${first.message}`);
  }
  const piece = { ...result.data, notes: inOrder(result.data.notes) };
  const wrong = contradiction(piece);
  if (wrong) throw new InputError(`piece: ${wrong}`);
  return piece;
}
