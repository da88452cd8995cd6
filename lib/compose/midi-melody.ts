import type { NoteSpan } from "@/lib/compose/edit";
import { foldPitch } from "@/lib/compose/entry";
import { TEMPO_RANGE } from "@/lib/compose/piece";
import { midiToNotes } from "@/lib/music/midi-reading";
import type { Note } from "@/lib/music/notes";

/** A melody of notes of several voices: at every onset the highest note that begins there. */
export function topLine(notes: readonly Note[]): NoteSpan[] {
  const highest = new Map<number, Note>();
  for (const note of notes) {
    if (note.pitch > (highest.get(note.start)?.pitch ?? -1)) highest.set(note.start, note);
  }
  const line = [...highest.values()].sort((a, b) => a.start - b.start);
  return line.map(({ pitch, start, duration }, index) => {
    const next = line[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    return { pitch: foldPitch(pitch), start, duration: Math.min(duration, next - start) };
  });
}

/** What is taken over from a MIDI file. */
export interface ImportedMelody {
  notes: NoteSpan[];
  /** Quarters a minute, within the range of a piece. */
  tempo: number;
  /** Notes that were left out, because another one above them begins at the same time. */
  leftOut: number;
  /** Notes that began between two sixteenths and were moved to the nearest. */
  moved: number;
}

/**
 * The melody of a MIDI file: its top line on the sixteenth grid, each note within the models' range by
 * octaves. Files of other programs let notes end a little early, and played ones begin anywhere: all
 * go to the nearest step.
 * @throws InputError when the bytes are no MIDI file, or hold no note
 */
export function melodyOfMidi(bytes: Uint8Array): ImportedMelody {
  const { notes, tempo, moved } = midiToNotes(bytes, "moved");
  const line = topLine(notes);
  const [slowest, fastest] = TEMPO_RANGE;
  return {
    notes: line,
    tempo: Math.round(Math.min(fastest, Math.max(slowest, tempo))),
    leftOut: notes.length - line.length,
    moved,
  };
}
