import type { Piece, PieceNote } from "@/lib/compose/piece";
import { HOLD, LOWEST_PITCH, melody, NOTE_OFF } from "@/lib/encoding/melody";
import { type OnStep, type Predictor, sampleClips } from "@/lib/generation/sample";
import type { Note } from "@/lib/music/notes";
import { InputError } from "@/lib/shared/invariant";
import { namedStream } from "@/lib/shared/rng";

const FIRST_NOTE = melody.encode([{ pitch: LOWEST_PITCH, start: 0, duration: 1, voice: 0 }], 1)[0]!;

/** What a model may write at a step: anything, one event alone, or anything but a hold. */
export type Allowed = "any" | "no hold" | number;

/** A question to a model: events before, what is fixed after, and how to draw. */
export interface AnswerRequest {
  /** Exactly a window's worth of events. */
  primer: number[];
  /** One entry for each step of the answer. */
  allowed: Allowed[];
  model: string;
  /** First step of the answer in the piece; a part of the random stream's name. */
  from: number;
  temperature: number;
  seed: number;
}

/** Notes as other folders take them: one voice. */
export function plainNotes(notes: readonly PieceNote[]): Note[] {
  return notes.map(({ pitch, start, duration }) => ({ pitch, start, duration, voice: 0 }));
}

/**
 * The events that a model sees: the last `window` before step `from`. A shorter melody is repeated
 * from its own beginning, bar for bar, until the window is full, so that the model sees music in the
 * metre and key of the melody; where it begins with a rest, a note that sounds to its end is ended.
 * @param from a step on a bar line, at least one bar in
 * @throws InputError when no note begins before `from`: a model has nothing to answer then
 */
export function primerBefore(notes: readonly PieceNote[], from: number, window: number): number[] {
  const before = notes.filter((note) => note.start < from);
  if (before.length === 0) throw new InputError("answer: expected at least one note before it");
  const events = melody.encode(plainNotes(before), from);
  if (events.length >= window) return events.slice(-window);
  const last = before.at(-1)!;
  const joined = [...events];
  if (events[0] === HOLD && last.start + last.duration >= from) joined[0] = NOTE_OFF;
  const whole = [...events];
  while (whole.length < window) whole.push(...joined);
  return whole.slice(-window);
}

/** What notes that stay, locked or inside, leave free in the steps [from, from + steps). */
export function allowedSteps(notes: readonly PieceNote[], from: number, steps: number): Allowed[] {
  const allowed = new Array<Allowed>(steps).fill("any");
  const staying = notes.filter((note) => note.locked || note.start >= from);
  for (const { start, duration, pitch } of staying) {
    const end = start + duration;
    for (let step = Math.max(start, from); step < Math.min(end, from + steps); step++) {
      allowed[step - from] = step === start ? pitch - LOWEST_PITCH + FIRST_NOTE : HOLD;
    }
    const after = end - from;
    if (after >= 0 && after < steps && allowed[after] === "any") allowed[after] = "no hold";
  }
  return allowed;
}

/**
 * The question for an answer in the steps [from, from + steps) of a piece; notes inside stay.
 * @throws InputError where no note stands before the answer
 */
export function questionFor(
  piece: Piece,
  place: { from: number; steps: number },
  how: { model: string; temperature: number; seed: number; window: number },
): AnswerRequest {
  const { from, steps } = place;
  const { window, ...draw } = how;
  return {
    primer: primerBefore(piece.notes, from, window),
    allowed: allowedSteps(piece.notes, from, steps),
    from,
    ...draw,
  };
}

/** A predictor that gives no probability to what is not allowed at its nth call. */
function restricted(predictor: Predictor, allowed: readonly Allowed[]): Predictor {
  let call = 0;
  return {
    ...predictor,
    logits: async (windows, batch) => {
      const values = await predictor.logits(windows, batch);
      const rule = allowed[call++] ?? "any";
      if (rule === "any") return values;
      return values.map((value, event) =>
        (rule === "no hold" ? event === HOLD : event !== rule) ? -Infinity : value,
      );
    },
  };
}

/**
 * Lets a model answer: the sampler of stimulus sets, one event a step, with one random number drawn
 * at each, from the stream (seed, "compose", model, from). Where nothing is locked the events are
 * exactly those that `sampleClips` gives for the same primer, stream and temperature.
 * @returns one event for each step
 */
export async function answerQuestion(
  predictor: Predictor,
  question: AnswerRequest,
  onStep?: OnStep,
): Promise<number[]> {
  const { primer, allowed, model, from, temperature, seed } = question;
  const rng = namedStream(seed, "compose", model, from);
  const clips = await sampleClips(
    restricted(predictor, allowed),
    [{ primer, rng }],
    { temperature, limit: allowed.length },
    onStep,
  );
  return clips[0]!.events;
}
