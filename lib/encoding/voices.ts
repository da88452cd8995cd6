import type { Note } from "@/lib/music/notes";

/** Cost of giving a note to a voice, in semitones from the voice's last pitch. */
type Costs = (note: Note, voice: number) => number;

/**
 * Gives the notes of one onset (highest first) to free voices (topmost first) without crossing,
 * with the least sum of costs: dynamic programming over notes × voices.
 */
function cheapestWithoutCrossing(notes: Note[], free: number[], cost: Costs): void {
  const [n, v] = [notes.length, free.length];
  const best = Array.from({ length: n + 1 }, () => new Float64Array(v + 1).fill(Infinity));
  for (let voice = 0; voice <= v; voice++) best[0]![voice] = 0;
  for (let i = 1; i <= n; i++) {
    for (let j = i; j <= v - (n - i); j++) {
      const given = best[i - 1]![j - 1]! + cost(notes[i - 1]!, free[j - 1]!);
      best[i]![j] = Math.min(best[i]![j - 1]!, given);
    }
  }
  let j = v;
  for (let i = n; i > 0; i--) {
    while (best[i]![j] === best[i]![j - 1]) j -= 1;
    notes[i - 1]!.voice = free[j - 1]!;
    j -= 1;
  }
}

/** Notes by onset, highest first within one; ends are exclusive. */
function byOnset(notes: readonly Note[]): [number, Note[]][] {
  const groups = new Map<number, Note[]>();
  for (const note of notes) groups.set(note.start, [...(groups.get(note.start) ?? []), note]);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([start, group]) => [start, group.sort((a, b) => b.pitch - a.pitch)]);
}

const soundsAt = (note: Note, step: number) =>
  note.start <= step && step < note.start + note.duration;

/** Where each voice lies on average: pitch by rank over the onsets where the most notes sound. */
function usualPitches(groups: [number, Note[]][]): number[] {
  let held: Note[] = [];
  let fullest: number[][] = [];
  for (const [step, fresh] of groups) {
    held = [...held.filter((note) => soundsAt(note, step)), ...fresh];
    const most = fullest[0]?.length ?? 0;
    if (held.length > most) fullest = [];
    if (held.length >= most) fullest.push(held.map((note) => note.pitch).sort((a, b) => b - a));
  }
  const voices = fullest[0]?.length ?? 0;
  return Array.from(
    { length: voices },
    (_, rank) => fullest.reduce((sum, pitches) => sum + pitches[rank]!, 0) / fullest.length,
  );
}

/**
 * Spreads notes over as few voices as can hold them, voice 0 on top. A note keeps its voice while
 * it sounds; new notes go to free voices in the order of their pitches, nearest to where each voice
 * was last (at first: to where it usually lies), so that a voice keeps its line through rests.
 * @returns new notes, sorted by start and voice
 */
export function assignVoices(notes: readonly Note[]): Note[] {
  const result = notes.map((note) => ({ ...note }));
  const groups = byOnset(result);
  const last = usualPitches(groups);
  let held: Note[] = [];
  for (const [step, fresh] of groups) {
    held = held.filter((note) => soundsAt(note, step));
    const taken = new Set(held.map((note) => note.voice));
    const free = last.map((_, voice) => voice).filter((voice) => !taken.has(voice));
    const crossing = (note: Note, voice: number) =>
      held.filter((other) => (other.pitch - note.pitch) * (other.voice - voice) > 0).length;
    cheapestWithoutCrossing(
      fresh,
      free,
      (note, voice) => Math.abs(note.pitch - last[voice]!) + 12 * crossing(note, voice),
    );
    for (const note of fresh) last[note.voice] = note.pitch;
    held.push(...fresh);
  }
  return result.sort((a, b) => a.start - b.start || a.voice - b.voice);
}
