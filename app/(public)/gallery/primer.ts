import { z } from "zod";
import { committedJson } from "@/app/_server/committed-json";
import { ENCODINGS } from "@/lib/encoding/registry";
import { type Note, STEPS_PER_BAR } from "@/lib/music/notes";
import { engrave } from "@/lib/score/engrave";
import { musicXml } from "@/lib/score/musicxml";

const listSchema = z.object({
  primers: z.array(z.object({ id: z.string(), events: z.array(z.int().min(0)) })),
});

/** Widths that primers are drawn for, pixels: phones, and wider windows. */
const WIDTHS = { narrow: 290, wide: 900 } as const;
/** One of `WIDTHS`. */
export type PrimerWidth = keyof typeof WIDTHS;

/** What was given to the networks, drawn for each width. */
export type DrawnPrimer = Record<PrimerWidth, string>;

/** Notes of a primer, and its length in steps. */
function primerNotes(events: readonly number[], task: keyof typeof ENCODINGS) {
  const { stepsFound } = ENCODINGS[task].decode(events, events.length);
  const steps = Math.max(STEPS_PER_BAR, stepsFound);
  return { notes: ENCODINGS[task].decode(events, steps).notes, steps };
}

/** Bars begin at the clip's first step: a primer of an odd length is moved to end on a bar. */
function onBars(notes: readonly Note[], steps: number) {
  const bars = Math.ceil(steps / STEPS_PER_BAR);
  const shift = bars * STEPS_PER_BAR - steps;
  return { bars, notes: notes.map((note) => ({ ...note, start: note.start + shift })) };
}

/** Engraving takes a while, and a primer never changes: each is drawn once. */
const drawings = new Map<string, Promise<DrawnPrimer | null>>();

/**
 * Score of a primer of the committed list.
 * @returns null where the list lacks it
 */
export function drawnPrimer(
  corpus: string,
  item: string,
  task: keyof typeof ENCODINGS,
): Promise<DrawnPrimer | null> {
  const list = committedJson(`checkpoints/${corpus}/primers.json`, listSchema);
  const primer = list?.primers.find(({ id }) => id === item);
  if (!primer) return Promise.resolve(null);
  const key = JSON.stringify([task, primer.events]);
  const drawing = drawings.get(key) ?? draw(primer.events, task);
  drawings.set(key, drawing);
  return drawing;
}

async function draw(
  events: readonly number[],
  task: keyof typeof ENCODINGS,
): Promise<DrawnPrimer | null> {
  const { notes, steps } = primerNotes(events, task);
  if (notes.length === 0) return null;
  const placed = onBars(notes, steps);
  const xml = musicXml(placed.notes, { bars: placed.bars });
  const narrow = await engrave(xml, { width: WIDTHS.narrow });
  const wide = await engrave(xml, { width: WIDTHS.wide });
  return { narrow: narrow.svg, wide: wide.svg };
}
