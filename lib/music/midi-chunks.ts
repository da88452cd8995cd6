import { InputError } from "@/lib/shared/invariant";

/** The parts of a standard MIDI file. */
export interface MidiChunks {
  /** 0, 1 or 2. */
  format: number;
  ticksPerQuarter: number;
  /** Header and tracks alone, as every reader takes them. */
  bytes: Uint8Array;
}

const HEADER_BYTES = 14;
const CHUNK_HEAD = 8;

const idAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

/**
 * Takes a standard MIDI file apart: chunks of other kinds are passed over, as the standard asks for,
 * and a file in a RIFF wrapper (RMID) is taken out of it.
 * @throws InputError when the bytes are no MIDI file, the file is cut off, its tracks are patterns of
 *   their own (format 2), or its time is counted in frames (SMPTE)
 */
export function midiChunks(given: Uint8Array): MidiChunks {
  const bytes = unwrapped(given);
  if (idAt(bytes, 0) !== "MThd" || bytes.length < HEADER_BYTES) {
    throw new InputError("MIDI: expected a standard MIDI file, got bytes that cannot be read");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [format, tracks, division] = [view.getUint16(8), view.getUint16(10), view.getUint16(12)];
  if (format > 1) {
    throw new InputError(
      `MIDI: expected format 0 or 1, got ${format}, whose tracks are patterns without a common time`,
    );
  }
  if (division & 0x8000) {
    throw new InputError(
      `MIDI: expected time in ticks of a quarter, got SMPTE time (${256 - (division >> 8)} frames a second)`,
    );
  }
  if (division === 0) throw new InputError("MIDI: expected ticks of a quarter, got none");
  const found = trackChunks(bytes, view, tracks);
  return { format, ticksPerQuarter: division, bytes: joined(bytes, found) };
}

/** The MIDI file inside an RMID file; other bytes as they are. */
function unwrapped(bytes: Uint8Array): Uint8Array {
  if (idAt(bytes, 0) !== "RIFF" || idAt(bytes, 8) !== "RMID") return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 12; at + CHUNK_HEAD <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const from = at + CHUNK_HEAD;
    if (idAt(bytes, at) === "data") return bytes.subarray(from, from + length);
    at = from + length + (length % 2);
  }
  return bytes;
}

function trackChunks(bytes: Uint8Array, view: DataView, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = CHUNK_HEAD + view.getUint32(4);
  while (found.length < wanted) {
    const length = at + CHUNK_HEAD <= bytes.length ? view.getUint32(at + 4) : 0;
    const end = at + CHUNK_HEAD + length;
    if (at + CHUNK_HEAD > bytes.length || end > bytes.length) {
      throw new InputError(
        `MIDI: expected ${wanted} whole tracks, got a file that ends within track ${found.length + 1}: it is cut off`,
      );
    }
    if (idAt(bytes, at) === "MTrk") found.push(bytes.subarray(at, end));
    at = end;
  }
  return found;
}

function joined(bytes: Uint8Array, tracks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(tracks.reduce((sum, track) => sum + track.length, HEADER_BYTES));
  whole.set(bytes.subarray(0, HEADER_BYTES));
  // The header may be longer than its six bytes in files to come.
  new DataView(whole.buffer).setUint32(4, HEADER_BYTES - CHUNK_HEAD);
  let at = HEADER_BYTES;
  for (const track of tracks) {
    whole.set(track, at);
    at += track.length;
  }
  return whole;
}
