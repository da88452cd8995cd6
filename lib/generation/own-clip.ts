import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { decodeAudio } from "@/lib/audio/decode";
import type { SoundSource } from "@/lib/audio/level-set";
import { measure } from "@/lib/audio/loudness";
import { render } from "@/lib/audio/render";
import { soundFormat } from "@/lib/audio/sound-format";
import { type Instrument, SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { scoreFiles } from "@/lib/generation/clip-files";
import { notesToMidi } from "@/lib/music/midi";
import { type AsWritten, midiAsWritten, type Unheard } from "@/lib/music/midi-as-written";
import { type MidiReading, midiToNotes } from "@/lib/music/midi-reading";
import { InputError } from "@/lib/shared/invariant";
import type { ClipRow } from "@/lib/stimuli/clip-table";

/** Shortest and longest clip that is taken, in seconds; a loudness needs 0.4 s. */
export const CLIP_SECONDS = [0.4, 600] as const;

/** A clip that a lab brought, checked. */
export interface OwnClip {
  row: ClipRow;
  source: SoundSource;
  /** SHA-256 of its samples before levelling. */
  sound: string;
  /** Of MIDI files only. */
  music: MidiReading | null;
  files: { mid?: Uint8Array; musicxml?: Uint8Array; svg?: Uint8Array };
}

/** A standard MIDI file, also in its RIFF wrapper. */
function isMidi(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  return head.startsWith("MThd") || (head.startsWith("RIFF") && head.endsWith("RMID"));
}

/** The file of a name, whichever way its accents are written: a folder from a Mac has them apart. */
function findFile(folder: string, file: string): string | undefined {
  const names = [file, file.normalize("NFC"), file.normalize("NFD")];
  return names.map((name) => path.join(folder, name)).find((where) => fs.existsSync(where));
}

/** A file whose name differs only in case or in the slash between folders, as a hint. */
function likelyName(folder: string, file: string): string {
  const plain = (name: string) => name.replaceAll("\\", "/").normalize("NFC").toLowerCase();
  const all = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const near = all.find((name) => name !== file && plain(name) === plain(file));
  return near ? `; there is ${near.split(path.sep).join("/")}` : "";
}

function readFile(folder: string, file: string): Uint8Array {
  const where = findFile(folder, file);
  // A link could lead out of the folder that the lab named.
  const real = where ? fs.realpathSync(where) : null;
  if (!real || !fs.statSync(real).isFile()) {
    throw new InputError(`expected a file, found none${likelyName(folder, file)}`);
  }
  if (!real.startsWith(fs.realpathSync(folder) + path.sep)) {
    throw new InputError("expected a file inside the folder, got a link out of it");
  }
  return fs.readFileSync(real);
}

/**
 * The music of a MIDI file as our own MIDI holds it, and that file: what is stored, rendered and
 * verified is one and the same, without the names and texts of the lab's file.
 */
async function readMidi(
  bytes: Uint8Array,
  how: AsWritten,
): Promise<Pick<OwnClip, "files"> & { music: MidiReading }> {
  const theirs = midiAsWritten(bytes, how);
  const music = midiToNotes(notesToMidi(theirs.notes, theirs));
  return { music, files: await scoreFiles(music.notes, music) };
}

function soundDigest({ left, right }: StereoPcm): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of [left, right])
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest("hex");
}

function requireSound(pcm: StereoPcm): void {
  const seconds = pcm.left.length / SAMPLE_RATE;
  if (!(seconds >= CLIP_SECONDS[0] && seconds <= CLIP_SECONDS[1])) {
    throw new InputError(
      `expected ${CLIP_SECONDS[0]} to ${CLIP_SECONDS[1]} s of sound, got ${seconds.toFixed(3)}`,
    );
  }
  if (!Number.isFinite(measure(pcm).lufs)) throw new InputError("expected sound, got silence");
}

/**
 * Reads one clip and checks that it can be heard, a MIDI file as it is written.
 * @param leaveOut what of a MIDI file may be left out
 * @throws InputError where the file is absent, of another format, damaged, silent, too short or too long,
 * or a MIDI file would become something else
 */
export async function readOwnClip(
  row: ClipRow,
  folder: string,
  instrument: Instrument,
  leaveOut: readonly Unheard[] = [],
): Promise<OwnClip> {
  const bytes = readFile(folder, row.file);
  const midi = isMidi(bytes)
    ? await readMidi(bytes, { programs: instrument.programs, leaveOut })
    : null;
  if (!midi && !soundFormat(bytes)) {
    throw new InputError("expected a WAV, FLAC, MP3 or MIDI file, got another format");
  }
  const pcm = midi
    ? () => render(midi.music.notes, { ...midi.music, instrument })
    : () => decodeAudio(readFile(folder, row.file));
  const sound = await pcm();
  requireSound(sound);
  const source = { id: `of row ${row.line}`, pcm };
  return {
    row,
    source,
    sound: soundDigest(sound),
    music: midi?.music ?? null,
    files: midi?.files ?? {},
  };
}
