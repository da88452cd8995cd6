import { type Note, sortNotes } from "@/lib/music/notes";

/** Spans of steps over which the sustain pedal is down, so that each held note's damper falls in time. */
export function pedalSpans(notes: readonly Note[]): { from: number; to: number }[] {
  const spans = sortNotes(notes).flatMap(({ start, duration, held }) =>
    held === undefined ? [] : [{ from: start + duration, to: start + held }],
  );
  const merged: { from: number; to: number }[] = [];
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && last.to === span.to) last.from = Math.min(last.from, span.from);
    else merged.push(span);
  }
  return merged;
}
