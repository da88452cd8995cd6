import {
  CLIP_STEPS,
  checkNotes,
  type Note,
  STEPS_PER_BAR,
  STEPS_PER_QUARTER,
  sortNotes,
} from "@/lib/music/notes";
import type { PianoRollSettings } from "@/lib/score/types";
import { escapeXml } from "@/lib/shared/escape-xml";

const BLACK_KEYS = new Set([1, 3, 6, 8, 10]);
/** Pitches shown at least, so that a single note is no slab. */
const FEWEST_PITCHES = 12;

/**
 * Draws notes as bars over time, pitch upwards, on a grid of beats and bars; rows of black keys are
 * shaded. Everything takes `currentColor`, so that one drawing serves light and dark pages. Each note
 * is a `rect` with class `note` (or `note given`), `data-note` (number in `sortNotes` order) and
 * `data-start` and `data-end` in steps, for a cursor that follows the playback.
 * @returns one SVG document; the same notes give the same text
 * @throws Error when a note lies outside the steps
 */
export function pianoRollSvg(notes: readonly Note[], settings: PianoRollSettings = {}): string {
  const { steps = CLIP_STEPS, width = 640, height = 160, givenSteps = 0 } = settings;
  const { label = "Piano roll" } = settings;
  checkNotes(notes, steps);
  const [low, high] = settings.pitchRange ?? ownRange(notes);
  const frame: Frame = {
    low,
    high,
    x: (step) => round((step * width) / steps),
    y: (pitch) => round(((high - pitch) * height) / (high - low + 1)),
    width,
    height,
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(label)}" fill="currentColor">`,
    blackRows(frame),
    gridLines(frame, steps),
    ...sortNotes(notes).map((note, number) =>
      noteRect(frame, note, number, note.start < givenSteps),
    ),
    "</svg>",
    "",
  ].join("\n");
}

interface Frame {
  low: number;
  high: number;
  x: (step: number) => number;
  y: (pitch: number) => number;
  width: number;
  height: number;
}

const round = (value: number) => Math.round(value * 100) / 100;

function ownRange(notes: readonly Note[]): [number, number] {
  if (notes.length === 0) return [60, 60 + FEWEST_PITCHES - 1];
  const pitches = notes.map((note) => note.pitch);
  const low = Math.min(...pitches) - 2;
  const high = Math.max(...pitches) + 2;
  const missing = Math.max(0, FEWEST_PITCHES - (high - low + 1));
  return [low - Math.floor(missing / 2), high + Math.ceil(missing / 2)];
}

function blackRows(frame: Frame): string {
  let path = "";
  for (let pitch = frame.low; pitch <= frame.high; pitch++) {
    if (!BLACK_KEYS.has(((pitch % 12) + 12) % 12)) continue;
    const top = frame.y(pitch);
    path += `M0 ${top}H${frame.width}V${frame.y(pitch - 1)}H0Z`;
  }
  return `<path class="rows" d="${path}" opacity="0.05"/>`;
}

function gridLines(frame: Frame, steps: number): string {
  let beats = "";
  let bars = "";
  for (let step = STEPS_PER_QUARTER; step < steps; step += STEPS_PER_QUARTER) {
    const line = `M${frame.x(step)} 0V${frame.height}`;
    if (step % STEPS_PER_BAR === 0) bars += line;
    else beats += line;
  }
  return (
    `<path class="beats" d="${beats}" stroke="currentColor" stroke-width="0.5" opacity="0.15"/>` +
    `<path class="bars" d="${bars}" stroke="currentColor" stroke-width="1" opacity="0.35"/>`
  );
}

function noteRect(frame: Frame, note: Note, number: number, given: boolean): string {
  const end = note.start + note.duration;
  const x = frame.x(note.start);
  const y = frame.y(note.pitch);
  // A hair of space parts repeated notes.
  const width = round(Math.max(1, frame.x(end) - x - 0.75));
  const height = round(Math.max(1, frame.y(note.pitch - 1) - y));
  const look = given ? 'class="note given" opacity="0.4"' : 'class="note"';
  return (
    `<rect ${look} data-note="${number}" data-start="${note.start}" data-end="${end}" ` +
    `x="${x}" y="${y}" width="${width}" height="${height}" rx="${round(Math.min(2, height / 3))}"/>`
  );
}
