import { CLIP_BARS, DEFAULT_VELOCITY, type Note, STEPS_PER_QUARTER } from "@/lib/music/notes";
import { pedalSpans } from "@/lib/music/pedal";
import { barSteps, COMMON_TIME, DEFAULT_TEMPO, type Metre } from "@/lib/music/timing";
import { directionsByBar } from "@/lib/score/directions";
import { type Head, type Item, type Notation, notate, type StaffBar } from "@/lib/score/notation";
import type { WrittenSteps } from "@/lib/score/rhythm";
import type { Clef } from "@/lib/score/staves";
import type { ScoreSettings } from "@/lib/score/types";
import { escapeXml } from "@/lib/shared/escape-xml";

const TYPES: Record<WrittenSteps, { type: string; dotted: boolean }> = {
  1: { type: "16th", dotted: false },
  2: { type: "eighth", dotted: false },
  3: { type: "eighth", dotted: true },
  4: { type: "quarter", dotted: false },
  6: { type: "quarter", dotted: true },
  8: { type: "half", dotted: false },
  12: { type: "half", dotted: true },
  16: { type: "whole", dotted: false },
};
const SIGNS: Record<string, string> = {
  "-2": "flat-flat",
  "-1": "flat",
  "0": "natural",
  "1": "sharp",
  "2": "double-sharp",
};
const CLEFS: Record<Clef, string> = {
  treble: "<sign>G</sign><line>2</line>",
  bass: "<sign>F</sign><line>4</line>",
};
/** Programs ask for an instrument; it is the same whatever the notes, and not printed. */
const PART_LIST =
  '<part-list><score-part id="P1"><part-name print-object="no">Piano</part-name>' +
  '<score-instrument id="P1-I1"><instrument-name>Piano</instrument-name></score-instrument>' +
  '<midi-instrument id="P1-I1"><midi-channel>1</midi-channel><midi-program>1</midi-program></midi-instrument>' +
  "</score-part></part-list>";
/** Programs expect voices 1–4 on the first staff, 5–8 on the second. */
const VOICES_PER_STAFF = 4;

/**
 * Writes notes as MusicXML 3.1: one staff for a melody, two for several voices, with metre, tempi and
 * pedal. The same notes give the same text; it names no author, program or time. Note elements carry ids `n<number>-<piece>`
 * (number in `sortNotes` order; pieces of a tied note count from 0).
 * @throws Error when a note lies outside the bars or a voice sounds two notes at once
 */
export function musicXml(notes: readonly Note[], settings: ScoreSettings = {}): string {
  const { tempo = DEFAULT_TEMPO, tempoChanges = [], metre = COMMON_TIME } = settings;
  const { bars = CLIP_BARS, title } = settings;
  const notation = notate(notes, bars, metre);
  const directions = directionsByBar(
    { tempi: [{ step: 0, tempo }, ...tempoChanges], pedal: pedalSpans(notes) },
    { bars, barSteps: barSteps(metre) },
  );
  const measures = Array.from({ length: bars }, (_, bar) =>
    measure(notation, { bar, bars, metre, directions: directions[bar]! }),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.1 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">',
    '<score-partwise version="3.1">',
    ...(title ? [`<work><work-title>${escapeXml(title)}</work-title></work>`] : []),
    PART_LIST,
    '<part id="P1">',
    ...measures,
    "</part>",
    "</score-partwise>",
    "",
  ].join("\n");
}

function measure(
  notation: Notation,
  place: { bar: number; bars: number; metre: Metre; directions: string },
): string {
  const { bar, bars, metre, directions } = place;
  const length = barSteps(metre);
  const head = (bar === 0 ? attributes(notation, metre) : "") + directions;
  const back = `<backup><duration>${length}</duration></backup>`;
  const highest = Math.max(
    ...notation.staves.flatMap(({ bars }) => bars.flat().map((l) => l.layer)),
  );
  const layers = notation.staves.flatMap((staff, index) =>
    layersOf(staff.bars[bar]!, notation.staves.length > 1 ? index + 1 : null, {
      voicesPerStaff: Math.max(VOICES_PER_STAFF, highest + 1),
      barSteps: length,
    }),
  );
  const end =
    bar === bars - 1
      ? '<barline location="right"><bar-style>light-heavy</bar-style></barline>'
      : "";
  return `<measure number="${bar + 1}">${head}\n${layers.join(`\n${back}\n`)}\n${end}</measure>`;
}

function attributes({ fifths, staves }: Notation, { beats, beatType }: Metre): string {
  const clefs = staves.map(({ clef }, index) =>
    staves.length > 1
      ? `<clef number="${index + 1}">${CLEFS[clef]}</clef>`
      : `<clef>${CLEFS[clef]}</clef>`,
  );
  return (
    `<attributes><divisions>${STEPS_PER_QUARTER}</divisions><key><fifths>${fifths}</fifths></key>` +
    `<time><beats>${beats}</beats><beat-type>${beatType}</beat-type></time>` +
    `${staves.length > 1 ? `<staves>${staves.length}</staves>` : ""}${clefs.join("")}</attributes>`
  );
}

function layersOf(
  bar: StaffBar,
  staff: number | null,
  { voicesPerStaff, barSteps }: { voicesPerStaff: number; barSteps: number },
): string[] {
  return bar.map(({ layer, items }) => {
    const place: Place = {
      voice: ((staff ?? 1) - 1) * voicesPerStaff + layer + 1,
      staff,
      barSteps,
      stem: bar.length === 1 ? null : layer === 0 ? "up" : "down",
    };
    return items.map((item) => itemXml(item, place)).join("\n");
  });
}

/** Where an item stands. */
interface Place {
  voice: number;
  staff: number | null;
  barSteps: number;
  stem: "up" | "down" | null;
}

function itemXml(item: Item, place: Place): string {
  const staff = place.staff === null ? "" : `<staff>${place.staff}</staff>`;
  if (item.heads.length > 0) {
    return item.heads.map((head, index) => headXml(item, head, index, place)).join("");
  }
  const wholeBar = item.steps === place.barSteps;
  const rest = wholeBar ? '<rest measure="yes"/>' : "<rest/>";
  const value = wholeBar ? "" : valueXml(item.steps);
  return `<note>${rest}<duration>${item.steps}</duration><voice>${place.voice}</voice>${value}${staff}</note>`;
}

function valueXml(steps: number): string {
  const { type, dotted } = TYPES[steps as WrittenSteps];
  return `<type>${type}</type>${dotted ? "<dot/>" : ""}`;
}

function headXml(item: Item, head: Head, index: number, place: Place): string {
  const { letter, alter, octave } = head.pitch;
  const alterXml = alter === 0 ? "" : `<alter>${alter}</alter>`;
  const ties = [head.tiedFrom ? "stop" : "", head.tiedTo ? "start" : ""].filter(Boolean);
  return [
    `<note id="${head.id}"${dynamicsXml(head)}>${index > 0 ? "<chord/>" : ""}`,
    `<pitch><step>${letter}</step>${alterXml}<octave>${octave}</octave></pitch>`,
    `<duration>${item.steps}</duration>`,
    ...ties.map((type) => `<tie type="${type}"/>`),
    `<voice>${place.voice}</voice>${valueXml(item.steps)}`,
    head.sign === null ? "" : `<accidental>${SIGNS[head.sign]}</accidental>`,
    place.stem ? `<stem>${place.stem}</stem>` : "",
    place.staff === null ? "" : `<staff>${place.staff}</staff>`,
    index === 0 ? beamXml(item) : "",
    ties.length > 0
      ? `<notations>${ties.map((type) => `<tied type="${type}"/>`).join("")}</notations>`
      : "",
    "</note>",
  ].join("");
}

/** How strong a note is, in percent of MusicXML's forte (velocity 90); nothing for the usual strength. */
function dynamicsXml({ velocity = DEFAULT_VELOCITY }: Head): string {
  return velocity === DEFAULT_VELOCITY ? "" : ` dynamics="${((100 * velocity) / 90).toFixed(2)}"`;
}

function beamXml(item: Item): string {
  return item.beams.map((mark, level) => `<beam number="${level + 1}">${mark}</beam>`).join("");
}
