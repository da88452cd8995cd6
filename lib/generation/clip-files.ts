import { createHash } from "node:crypto";
import type { EncodingId } from "@/lib/encoding/encoding";
import { notesToMidi } from "@/lib/music/midi";
import type { Note } from "@/lib/music/notes";
import { barSteps, type Timing } from "@/lib/music/timing";
import { engrave, loadEngraver } from "@/lib/score/engrave";
import { musicXml } from "@/lib/score/musicxml";
import type { FileKind, StimulusFile } from "@/lib/stimuli/manifest";

/** Width in pixels to which the stored picture of a score breaks its lines. */
const SCORE_WIDTH = 1000;

/** Bytes of a stimulus's files by kind. */
export type FileBytes = Partial<Record<FileKind, Uint8Array>>;

const text = (value: string) => new TextEncoder().encode(value);

/** SHA-256 of bytes, in hexadecimal. */
export const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What the manifest says of each file. */
export function fileRecords(files: FileBytes): Partial<Record<FileKind, StimulusFile>> {
  return Object.fromEntries(
    Object.entries(files).map(([kind, bytes]) => [
      kind,
      { sha256: digestOf(bytes), bytes: bytes.length },
    ]),
  );
}

/** Which program draws the scores, with its version. */
export async function engraverVersion(): Promise<string> {
  return `verovio@${(await loadEngraver()).getVersion()}`;
}

/** The bytes of an events file: one line of JSON. */
export function eventsFile(encoding: EncodingId, steps: number, events: readonly number[]) {
  return text(`${JSON.stringify({ encoding, steps, events })}\n`);
}

/**
 * Everything but the sound that stands beside a clip: MIDI, MusicXML, and the score as a picture.
 * The same notes give the same bytes.
 * @param steps length of the clip; a score fills its last bar with rests
 */
export async function scoreFiles(
  notes: readonly Note[],
  { steps, ...timing }: Timing & { steps: number },
): Promise<{ mid: Uint8Array; musicxml: Uint8Array; svg: Uint8Array }> {
  const xml = musicXml(notes, { ...timing, bars: Math.ceil(steps / barSteps(timing.metre)) });
  const { svg } = await engrave(xml, { width: SCORE_WIDTH });
  return { mid: notesToMidi(notes, { ...timing, steps }), musicxml: text(xml), svg: text(svg) };
}
