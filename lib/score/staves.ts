import { type Note, sortNotes } from "@/lib/music/notes";

/** A note with its number in `sortNotes` order, from which ids in the score are made. */
interface NumberedNote extends Note {
  number: number;
}

/** Clefs a staff may take. */
export type Clef = "treble" | "bass";

/** Middle line of the staff, in diatonic steps above C of octave 0: B4 and D3. */
const MIDDLE_LINE: Record<Clef, number> = { treble: 34, bass: 22 };

/** A staff: layers of notes, the first with stems up where there are more. */
export interface Staff {
  clef: Clef;
  layers: Layer[];
}

/** Something that sounds from `start` to `end`: a note, or notes that stand as a chord. */
export interface Span {
  start: number;
  end: number;
  heads: SpanHead[];
}

/** One note head of a span; its note may go on from the span before or into the next. */
interface SpanHead {
  note: NumberedNote;
  tiedFrom: boolean;
  tiedTo: boolean;
}

/** Spans in order of time that don't overlap. */
export type Layer = Span[];

/** Most voices that keep a layer of their own: two a staff, as in a chorale. */
const MOST_VOICES = 4;
/** Notes from middle C up stand on the upper staff when voices don't decide. */
const MIDDLE_C = 60;

/**
 * Lays notes out on staves: one for a melody, two for several voices. Up to four voices keep a layer
 * each, the higher half above. More than four are written as chords, notes from middle C up above,
 * each cut with ties where another of its staff begins or ends.
 */
export function layOutStaves(notes: readonly Note[]): Staff[] {
  const numbered = sortNotes(notes).map((note, number) => ({ ...note, number }));
  const voices = voicesFromHigh(numbered);
  if (voices.length <= 1) return [staffOf([numbered], voiceLayer)];
  if (voices.length > MOST_VOICES) {
    const above = numbered.filter((note) => note.pitch >= MIDDLE_C);
    const below = numbered.filter((note) => note.pitch < MIDDLE_C);
    return [above, below].map((part, index) => staffOf(apart(part), chordLayer, index));
  }
  const half = Math.ceil(voices.length / 2);
  return [voices.slice(0, half), voices.slice(half)].map((part, index) =>
    staffOf(part, voiceLayer, index),
  );
}

function voicesFromHigh(notes: readonly NumberedNote[]): NumberedNote[][] {
  const voices = new Map<number, NumberedNote[]>();
  for (const note of notes) voices.set(note.voice, [...(voices.get(note.voice) ?? []), note]);
  const meanPitch = (part: readonly NumberedNote[]) =>
    part.reduce((sum, note) => sum + note.pitch, 0) / part.length;
  return [...voices.entries()]
    .sort(([a, notesA], [b, notesB]) => meanPitch(notesB) - meanPitch(notesA) || a - b)
    .map(([, part]) => part);
}

function staffOf(
  parts: readonly NumberedNote[][],
  toLayer: (notes: readonly NumberedNote[]) => Layer,
  index?: number,
): Staff {
  const all = parts.flat();
  const usual: Clef = index === 1 ? "bass" : "treble";
  return { clef: all.length === 0 ? usual : fittingClef(all, usual), layers: parts.map(toLayer) };
}

/** The clef that needs the fewest ledger lines over the sounding time; of equals the usual one. */
function fittingClef(notes: readonly Note[], usual: Clef): Clef {
  const ledgerTime = (clef: Clef) =>
    notes.reduce((sum, note) => sum + ledgerLines(note.pitch, clef) * note.duration, 0);
  const other: Clef = usual === "treble" ? "bass" : "treble";
  return ledgerTime(other) < ledgerTime(usual) ? other : usual;
}

function ledgerLines(pitch: number, clef: Clef): number {
  // Seven diatonic steps to twelve semitones: near enough to count lines.
  const step = Math.round(((pitch - 12) * 7) / 12);
  return Math.max(0, Math.floor((Math.abs(step - MIDDLE_LINE[clef]) - 4) / 2));
}

function voiceLayer(notes: readonly NumberedNote[]): Layer {
  return notes.map((note) => ({
    start: note.start,
    end: note.start + note.duration,
    heads: [{ note, tiedFrom: false, tiedTo: false }],
  }));
}

/** Parts in which no pitch sounds twice at once: a chord can't show a unison. */
function apart(notes: readonly NumberedNote[]): NumberedNote[][] {
  const parts: NumberedNote[][] = [[]];
  for (const note of notes) {
    const free = parts.find((part) => !part.some((other) => clashes(note, other)));
    if (free) free.push(note);
    else parts.push([note]);
  }
  return parts;
}

function clashes(a: Note, b: Note): boolean {
  return a.pitch === b.pitch && a.start < b.start + b.duration && b.start < a.start + a.duration;
}

function chordLayer(notes: readonly NumberedNote[]): Layer {
  const edges = new Set(notes.flatMap((note) => [note.start, note.start + note.duration]));
  const times = [...edges].sort((a, b) => a - b);
  return times.slice(0, -1).flatMap((start, index) => {
    const end = times[index + 1]!;
    const heads = notes
      .filter((note) => note.start < end && note.start + note.duration > start)
      .sort((a, b) => a.pitch - b.pitch)
      .map((note) => ({
        note,
        tiedFrom: note.start < start,
        tiedTo: note.start + note.duration > end,
      }));
    return heads.length === 0 ? [] : [{ start, end, heads }];
  });
}
