import type { Note } from "@/lib/music/notes";

/** A sounding note as a score writes it; the voice is the score's. */
export interface WrittenNote extends Note {
  staff: number;
}

/**
 * Reads the notes of a partwise MusicXML score of one part: pitches, onsets and lengths in sixteenths,
 * ties joined. It follows the format, not our writer, so that other programs' files can be read too;
 * grace notes and tuplets are not expected.
 * @throws Error when a bar's voices don't fill it, or a tie finds no note to join
 */
export function readMusicXml(xml: string): WrittenNote[] {
  const notes: WrittenNote[] = [];
  const open = new Map<string, WrittenNote>();
  let divisions = 1;
  let barStart = 0;
  let barSteps = 16;
  for (const [, measure] of xml.matchAll(/<measure[^>]*>([\s\S]*?)<\/measure>/g)) {
    divisions = Number(/<divisions>(\d+)</.exec(measure!)?.[1] ?? divisions);
    const [, beats, type] = /<beats>(\d+)<\/beats><beat-type>(\d+)</.exec(measure!) ?? [];
    if (beats) barSteps = (16 * Number(beats)) / Number(type);
    barStart = readMeasure(measure!, { divisions, barStart, barSteps, notes, open });
  }
  if (open.size > 0) throw new Error(`expected every tie to end, ${open.size} did not`);
  return notes.sort((a, b) => a.start - b.start || a.pitch - b.pitch);
}

interface Reading {
  divisions: number;
  barStart: number;
  barSteps: number;
  notes: WrittenNote[];
  open: Map<string, WrittenNote>;
}

function readMeasure(measure: string, reading: Reading): number {
  const toSteps = (text: string | undefined) => (Number(text) * 4) / reading.divisions;
  const barEnd = reading.barStart + reading.barSteps;
  let at = reading.barStart;
  let lastStart = at;
  for (const [element, tag] of measure.matchAll(/<(note|backup|forward)\b[\s\S]*?<\/\1>/g)) {
    const steps = toSteps(/<duration>([\d.]+)</.exec(element)?.[1]);
    if (tag === "backup") {
      if (at !== barEnd) throw new Error(`expected a full bar before going back, got ${at}`);
      at -= steps;
    } else if (tag === "forward") {
      at += steps;
    } else {
      const chord = element.includes("<chord/>");
      const start = chord ? lastStart : at;
      checkValue(element, steps);
      if (element.includes("<pitch>")) addNote(element, start, steps, reading);
      if (!chord) {
        lastStart = at;
        at += steps;
      }
    }
  }
  if (at !== barEnd)
    throw new Error(`expected a bar of ${reading.barSteps} steps, got ${at - reading.barStart}`);
  return barEnd;
}

const VALUES: Record<string, number> = { whole: 16, half: 8, quarter: 4, eighth: 2, "16th": 1 };

/** The written value must be as long as the duration: players read one, people the other. */
function checkValue(element: string, steps: number): void {
  const type = /<type>(\w+)</.exec(element)?.[1];
  if (!type) return;
  const written = VALUES[type]! * (element.includes("<dot/>") ? 1.5 : 1);
  if (written !== steps) throw new Error(`expected a value of ${steps} steps, got ${written}`);
}

const NATURALS: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

function addNote(element: string, start: number, duration: number, reading: Reading): void {
  const text = (tag: string) => new RegExp(`<${tag}>([^<]*)<`).exec(element)?.[1];
  const octave = Number(text("octave"));
  const pitch = 12 * (octave + 1) + NATURALS[text("step")!]! + Number(text("alter") ?? 0);
  const voice = Number(text("voice") ?? 1);
  const staff = Number(text("staff") ?? 1);
  const key = `${voice} ${pitch}`;
  let note = reading.open.get(key);
  if (element.includes('<tie type="stop"/>')) {
    if (!note || note.start + note.duration !== start) {
      throw new Error(`expected a tied note before pitch ${pitch} at step ${start}`);
    }
    reading.open.delete(key);
    note.duration += duration;
  } else {
    note = { pitch, start, duration, voice, staff };
    reading.notes.push(note);
  }
  if (element.includes('<tie type="start"/>')) reading.open.set(key, note);
}
