import { z } from "zod";
import type { Texts } from "@/lib/datasets/windows";
import { polyphony } from "@/lib/encoding/polyphony";
import { END, START } from "@/lib/encoding/polyphony-alphabet";
import type { Note } from "@/lib/music/notes";
import { InputError } from "@/lib/shared/invariant";

/** A pitch of one voice in one sixteenth step; −1 is silence. */
const pitchSchema = z.int().min(-1).max(127);
/** Pieces of four voices (soprano, alto, tenor, bass), step by step. */
const piecesSchema = z.array(z.array(z.array(pitchSchema).length(4)));
const choralesSchema = z.object({
  train: piecesSchema,
  valid: piecesSchema,
  test: piecesSchema,
});

/** The steps of one piece: four pitches each, top voice first. */
export type ChoraleSteps = readonly (readonly number[])[];

/**
 * Notes of a piece. The file holds pitches only and can't tell a held note from a repeated one, so
 * an equal pitch in the same voice is a note that goes on.
 */
export function choraleNotes(steps: ChoraleSteps): Note[] {
  const notes: Note[] = [];
  const open: (Note | undefined)[] = [];
  steps.forEach((pitches, step) => {
    pitches.forEach((pitch, voice) => {
      const note = open[voice];
      if (note && note.pitch === pitch) note.duration += 1;
      else if (pitch < 0) open[voice] = undefined;
      else {
        open[voice] = { pitch, start: step, duration: 1, voice };
        notes.push(open[voice]);
      }
    });
  });
  return notes;
}

/** One piece as classes: START, its steps, END. */
export function pieceEvents(notes: readonly Note[], steps: number): Uint16Array {
  return Uint16Array.from([START, ...polyphony.encode(notes, steps), END]);
}

/** The three parts that the file's authors made, each a list of pieces. */
export interface ChoraleTexts {
  train: Texts;
  validation: Texts;
  eval: Texts;
}

/**
 * Reads the chorales file.
 * @throws InputError when it is not JSON of train, valid and test with four voices a step
 */
export function choraleTexts(json: string): ChoraleTexts {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new InputError("chorales: expected JSON, got something else", { cause });
  }
  const result = choralesSchema.safeParse(value);
  if (!result.success) {
    const first = result.error.issues[0]!;
    throw new InputError(`chorales: ${first.path.join(".") || "whole file"}: ${first.message}`);
  }
  const texts = (pieces: ChoraleSteps[]) =>
    pieces.map((steps) => pieceEvents(choraleNotes(steps), steps.length));
  const { train, valid, test } = result.data;
  return { train: texts(train), validation: texts(valid), eval: texts(test) };
}
