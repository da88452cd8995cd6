import { checkNotes, type Note } from "@/lib/music/notes";
import { barSteps, type Metre } from "@/lib/music/timing";
import { type BeamMark, beamMarks } from "@/lib/score/beams";
import { toNotatedParts } from "@/lib/score/rhythm";
import { bestKey, keyAlter, type SpelledPitch, spell } from "@/lib/score/spelling";
import { type Clef, type Layer, layOutStaves, type Span } from "@/lib/score/staves";

/** A note head as it is written. */
export interface Head {
  /** `n<number>-<piece>`: number in `sortNotes` order, piece from 0 along its ties. */
  id: string;
  pitch: SpelledPitch;
  /** Alteration whose sign stands before the head; null for no sign. */
  sign: number | null;
  tiedFrom: boolean;
  tiedTo: boolean;
  /** Strength of the key where the note says it. */
  velocity?: number;
}

/** A note, chord or rest (no heads) inside a bar. */
export interface Item {
  /** Steps from the start of the bar. */
  at: number;
  steps: number;
  heads: Head[];
  /** Beams, the eighth beam first. */
  beams: BeamMark[];
}

/** One bar of a staff: its layers that sound, by their number from 0; the first is always there. */
export type StaffBar = { layer: number; items: Item[] }[];

/** A score as it is written: bars of staves of layers. */
export interface Notation {
  /** Sharps of the key signature, flats negative. */
  fifths: number;
  staves: { clef: Clef; bars: StaffBar[] }[];
}

/**
 * Notes as they are written in a metre, 4/4 by default: key, staves, values with ties, rests, beams and accidentals.
 * @throws Error when a note lies outside the bars or a voice sounds two notes at once
 */
export function notate(notes: readonly Note[], bars: number, metre?: Metre): Notation {
  checkNotes(notes, bars * barSteps(metre));
  const fifths = bestKey(notes);
  const staves = layOutStaves(notes).map(({ clef, layers }) => {
    const written = layers.map((layer) => layerBars(layer, { bars, fifths, metre }));
    return {
      clef,
      bars: Array.from({ length: bars }, (_, bar) => staffBar(written, bar, fifths, metre)),
    };
  });
  return { fifths, staves };
}

interface Writing {
  bars: number;
  fifths: number;
  metre: Metre | undefined;
}

function layerBars(layer: Layer, writing: Writing): Item[][] {
  const { bars, metre } = writing;
  const out: Item[][] = Array.from({ length: bars }, () => []);
  const pieceCounts = new Map<number, number>();
  let until = 0;
  layer.forEach((span, index) => {
    addRests(out, until, span.start, metre);
    addSpan(out, span, { ...writing, next: layer[index + 1], pieceCounts });
    until = span.end;
  });
  addRests(out, until, bars * barSteps(metre), metre);
  return out;
}

function addRests(out: Item[][], from: number, to: number, metre: Metre | undefined): void {
  for (const { bar, at, steps } of toNotatedParts(from, to, true, metre)) {
    out[bar]!.push({ at, steps, heads: [], beams: [] });
  }
}

function addSpan(
  out: Item[][],
  span: Span,
  context: Writing & { next: Span | undefined; pieceCounts: Map<number, number> },
): void {
  const pieces = toNotatedParts(span.start, span.end, false, context.metre);
  const next = context.next?.heads.length === 1 ? context.next.heads[0]!.note.pitch : undefined;
  pieces.forEach(({ bar, at, steps }, index) => {
    const heads = span.heads.map(({ note, tiedFrom, tiedTo }): Head => {
      const piece = context.pieceCounts.get(note.number) ?? 0;
      context.pieceCounts.set(note.number, piece + 1);
      return {
        id: `n${note.number}-${piece}`,
        pitch: spell(note.pitch, context.fifths, span.heads.length === 1 ? next : undefined),
        sign: null,
        tiedFrom: tiedFrom || index > 0,
        tiedTo: tiedTo || index < pieces.length - 1,
        ...(note.velocity === undefined ? {} : { velocity: note.velocity }),
      };
    });
    out[bar]!.push({ at, steps, heads, beams: [] });
  });
}

function staffBar(
  layers: readonly Item[][][],
  bar: number,
  fifths: number,
  metre: Metre | undefined,
): StaffBar {
  const sounding = layers
    .map((bars, layer) => ({ layer, items: bars[bar]! }))
    .filter(({ layer, items }) => layer === 0 || items.some((item) => item.heads.length > 0));
  for (const { items } of sounding) {
    beamMarks(items, metre).forEach((beams, index) => {
      items[index]!.beams = beams;
    });
  }
  setSigns(
    sounding.flatMap(({ items }) => items),
    fifths,
  );
  return sounding;
}

/**
 * Sets the accidentals of a bar. A sign holds to the end of the bar for its line or space; a note tied
 * over the bar line shows none, but the next of that line then shows its sign whatever it is.
 */
function setSigns(items: readonly Item[], fifths: number): void {
  const held = new Map<string, number | "unsure">();
  const inTime = [...items].sort((a, b) => a.at - b.at);
  for (const head of inTime.flatMap((item) => item.heads)) {
    const { letter, alter, octave } = head.pitch;
    const place = `${letter}${octave}`;
    const current = held.get(place) ?? keyAlter(letter, fifths);
    if (current === alter) continue;
    if (head.tiedFrom) {
      held.set(place, "unsure");
    } else {
      head.sign = alter;
      held.set(place, alter);
    }
  }
}
