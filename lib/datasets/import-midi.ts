import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pieceEvents } from "@/lib/datasets/chorales";
import { IMPORTED_FILE, type ImportedCorpus } from "@/lib/datasets/imported";
import { consecutiveWindows, reach } from "@/lib/datasets/windows";
import type { EncodingId } from "@/lib/encoding/encoding";
import { melody } from "@/lib/encoding/melody";
import { type MidiPerformance, readPerformance } from "@/lib/music/midi-performance";
import { onGrid } from "@/lib/music/midi-reading";
import { type Note, STEPS_PER_BAR, sortNotes } from "@/lib/music/notes";
import { pitchName } from "@/lib/music/pitch-names";
import { COMMON_TIME, metreName } from "@/lib/music/timing";
import { InputError } from "@/lib/shared/invariant";

/** Lowest and highest key of a piano. */
const PIANO = [21, 108] as const;
/** From so many pieces whole pieces are held out; with fewer, the end of each. */
const PIECES_TO_SPLIT_WHOLE = 10;
const VALIDATION_SHARE = 0.05;
const EVAL_SHARE = 0.1;
/** Events of the shortest text that holds a window with its label. */
const SHORTEST = reach(consecutiveWindows());

const where = (step: number) => `step ${step} (bar ${Math.floor(step / STEPS_PER_BAR) + 1})`;

function requireOneAtATime(notes: readonly Note[]): void {
  let before: Note | undefined;
  for (const note of sortNotes(notes)) {
    if (before && note.start < before.start + before.duration) {
      throw new InputError(
        `expected one note at a time for a melody, got ${pitchName(before.pitch)} and ${pitchName(note.pitch)} at ${where(note.start)}`,
      );
    }
    before = note;
  }
}

function requirePiano(notes: readonly Note[]): void {
  const off = notes.find(({ pitch }) => pitch < PIANO[0] || pitch > PIANO[1]);
  if (off) {
    throw new InputError(
      `expected the piano's pitches ${PIANO[0]} to ${PIANO[1]}, got ${off.pitch} at ${where(off.start)}`,
    );
  }
}

/** Notes as a text of classes, with each encoding's refusals. */
const ENCODERS: Record<EncodingId, (notes: Note[], steps: number) => Uint16Array> = {
  melody: (notes, steps) => {
    requireOneAtATime(notes);
    return Uint16Array.from(melody.encode(notes, steps));
  },
  polyphony: (notes, steps) => {
    requirePiano(notes);
    return pieceEvents(notes, steps);
  },
};

/** One MIDI file to import. */
export interface MidiFile {
  name: string;
  bytes: Uint8Array;
}

interface Piece {
  source: ImportedCorpus["sources"][number];
  events: number[];
}

/** What may be done to files so that they fit. */
export interface ImportOptions {
  /** Notes off the sixteenth grid are moved to the nearest step instead of refused. */
  move?: boolean;
  /** Pieces outside the range are transposed into it by the fewest octaves that fit. */
  transpose?: boolean;
  /** Told of every file that can't be taken; the others are. Without it one such file ends the import. */
  onLeftOut?: (problem: string) => void;
}

/** Lowest and highest pitch of each encoding. */
const RANGES: Record<EncodingId, readonly [number, number]> = {
  melody: [48, 83],
  polyphony: PIANO,
};

/** Semitones, whole octaves, that bring notes into a range; 0 where none do. */
function octavesInto(notes: readonly Note[], [low, high]: readonly [number, number]): number {
  const pitches = notes.map((note) => note.pitch);
  const [lowest, highest] = [Math.min(...pitches), Math.max(...pitches)];
  const shifts = [0, 12, -12, 24, -24, 36, -36, 48, -48];
  return shifts.find((shift) => lowest + shift >= low && highest + shift <= high) ?? 0;
}

/** @throws InputError when notes have no end or no length */
function requireWholeNotes({ unfinished, empty }: MidiPerformance): void {
  if (unfinished > 0) throw new InputError(`MIDI: expected every note to end, ${unfinished} don't`);
  if (empty > 0)
    throw new InputError(`MIDI: expected every note to have a length, ${empty} have none`);
}

function readPiece({ name, bytes }: MidiFile, encoding: EncodingId, options: ImportOptions): Piece {
  const performance = readPerformance(bytes);
  requireWholeNotes(performance);
  const {
    notes: read,
    steps,
    moved,
    metre,
  } = onGrid(performance, options.move ? "moved" : "refused");
  const shift = options.transpose ? octavesInto(read, RANGES[encoding]) : 0;
  const notes = read.map((note) => ({ ...note, pitch: note.pitch + shift }));
  const events = [...ENCODERS[encoding](notes, steps)];
  if (events.length < SHORTEST) {
    throw new InputError(`expected at least ${SHORTEST} events, got ${events.length}`);
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const source = {
    file: name,
    sha256,
    steps,
    events: events.length,
    ...(metre && metreName(metre) !== metreName(COMMON_TIME) ? { metre: metreName(metre) } : {}),
    ...(shift === 0 ? {} : { transposed: shift }),
    ...(moved === 0 ? {} : { moved }),
  };
  return { source, events };
}

/** Files that could not be taken, each with its reason. */
export class ImportError extends InputError {
  constructor(
    readonly problems: readonly string[],
    files: number,
  ) {
    const all = `import: expected ${files} good files, ${problems.length} of them can't be taken`;
    super(files === 1 ? problems[0]! : [all, ...problems].join("\n"));
  }
}

/** Every piece that can be taken; the others are told of, or all refused together. */
function readPieces(
  files: readonly MidiFile[],
  encoding: EncodingId,
  options: ImportOptions,
): Piece[] {
  const problems: string[] = [];
  const pieces: Piece[] = [];
  const names = new Map<string, string>();
  for (const file of files) {
    try {
      const piece = readPiece(file, encoding, options);
      const same = names.get(piece.source.sha256);
      if (same !== undefined) {
        throw new InputError(`expected different files, got the same content as in ${same}`);
      }
      names.set(piece.source.sha256, file.name);
      pieces.push(piece);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(`${file.name}: ${error.message}`);
    }
  }
  if (problems.length > 0 && !options.onLeftOut) throw new ImportError(problems, files.length);
  for (const problem of problems) options.onLeftOut?.(problem);
  return pieces;
}

function splitPieces(pieces: Piece[]): Pick<ImportedCorpus, "split" | "texts"> {
  const [evals, validations] = [EVAL_SHARE, VALIDATION_SHARE].map((share) =>
    Math.max(1, Math.round(pieces.length * share)),
  ) as [number, number];
  const texts = pieces.map((piece) => piece.events);
  return {
    split: "whole-pieces",
    texts: {
      eval: texts.slice(0, evals),
      validation: texts.slice(evals, evals + validations),
      train: texts.slice(evals + validations),
    },
  };
}

function splitEnds(pieces: Piece[]): Pick<ImportedCorpus, "split" | "texts"> {
  const texts: ImportedCorpus["texts"] = { train: [], validation: [], eval: [] };
  for (const { events } of pieces) {
    const held = events.length - Math.max(SHORTEST, Math.floor(events.length * EVAL_SHARE));
    const cut = held - Math.max(SHORTEST, Math.floor(events.length * VALIDATION_SHARE));
    texts.train.push(events.slice(0, Math.max(0, cut)));
    texts.validation.push(events.slice(Math.max(0, cut), Math.max(0, held)));
    texts.eval.push(events.slice(Math.max(0, held)));
  }
  return { split: "ends-of-pieces", texts };
}

function requireWindows(texts: ImportedCorpus["texts"]): void {
  for (const [use, parts] of Object.entries(texts)) {
    const longest = Math.max(0, ...parts.map((part) => part.length));
    if (longest < SHORTEST) {
      throw new InputError(
        `import: expected enough music for ${use}, at least ${SHORTEST} events in one piece, got ${longest}: add files`,
      );
    }
  }
}

/**
 * Makes a corpus of MIDI files. From ten files on, whole pieces are held out (10 % for evaluation,
 * 5 % for validation, chosen by digest so that the order of the files does not matter); with fewer,
 * the end of each piece is.
 * @throws ImportError naming every file that is no MIDI file, is damaged, empty, off the sixteenth grid,
 *   outside the range, polyphonic where a melody is asked for, too short, or given twice
 */
export function importMidi(
  files: readonly MidiFile[],
  encoding: EncodingId,
  options: ImportOptions = {},
): ImportedCorpus {
  if (files.length === 0) throw new InputError("import: expected at least one MIDI file, got none");
  const pieces = readPieces(files, encoding, options);
  if (pieces.length === 0)
    throw new InputError("import: expected at least one file that can be taken, got none");
  pieces.sort((a, b) => (a.source.sha256 < b.source.sha256 ? -1 : 1));
  const parts = pieces.length >= PIECES_TO_SPLIT_WHOLE ? splitPieces(pieces) : splitEnds(pieces);
  requireWindows(parts.texts);
  return { format: 1, encoding, sources: pieces.map((piece) => piece.source), ...parts };
}

/**
 * Writes an imported corpus into a folder, whole or not at all.
 * @returns the file written
 * @throws InputError when the folder already holds a corpus
 */
export function writeImported(folder: string, corpus: ImportedCorpus): string {
  const file = path.join(folder, IMPORTED_FILE);
  if (fs.existsSync(file)) {
    throw new InputError(`import: expected a folder without a corpus, ${file} exists`);
  }
  fs.mkdirSync(folder, { recursive: true });
  const partial = `${file}.part-${process.pid}`;
  fs.writeFileSync(partial, `${JSON.stringify(corpus)}\n`);
  fs.renameSync(partial, file);
  return file;
}
