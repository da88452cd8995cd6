import type { Note } from "@/lib/music/notes";
import type { Rng } from "@/lib/shared/rng";

/** Which parts of the music the low anchor destroys. */
export type Scrambling = "pitch and rhythm" | "pitch only";

function scrambleVoice(notes: readonly Note[], steps: number, rng: Rng, how: Scrambling): Note[] {
  const pitches = notes.map((note) => note.pitch);
  const [low, high] = [Math.min(...pitches), Math.max(...pitches)];
  // A note keeps its length with the distance to the next onset, so that none overlaps the next.
  const slots = notes.map((note, i) => ({
    distance: (notes[i + 1]?.start ?? steps) - note.start,
    duration: note.duration,
  }));
  const order = how === "pitch only" ? slots : rng.shuffle(slots);
  let start = notes[0]!.start;
  return order.map(({ distance, duration }, i) => {
    const note = { pitch: rng.int(low, high), start, duration, voice: notes[i]!.voice };
    start += distance;
    return note;
  });
}

/**
 * The low anchor: in each voice the pitches are redrawn uniformly over the excerpt's range in that
 * voice, and the distances between onsets are shuffled; everything else stays (first onset, number
 * of notes, lengths). "pitch only" keeps the rhythm.
 */
export function scramble(
  notes: readonly Note[],
  steps: number,
  rng: Rng,
  how: Scrambling = "pitch and rhythm",
): Note[] {
  const voices = [...new Set(notes.map((note) => note.voice))].sort((a, b) => a - b);
  return voices.flatMap((voice) => {
    const line = notes.filter((note) => note.voice === voice);
    return scrambleVoice(
      [...line].sort((a, b) => a.start - b.start),
      steps,
      rng,
      how,
    );
  });
}
