import type { DecodedSound } from "@/lib/audio/decode";
import { InputError } from "@/lib/shared/invariant";

/** Format tags of WAV: whole numbers, floating point, and one that names either further on. */
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

interface Format {
  tag: number;
  channels: number;
  sampleRate: number;
  bits: number;
}

/**
 * Reads a WAV file (also RF64 and BW64): 8, 16, 24 or 32-bit whole numbers or 32 or 64-bit floating point.
 * @throws InputError naming what was expected and what the file holds
 */
export function readWav(bytes: Uint8Array): DecodedSound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Format | undefined;
  for (const { id, at, length } of chunks(view)) {
    if (id === "fmt ") format = readFormat(view, at, length);
    if (id === "data") {
      if (!format) throw new InputError("WAV: expected a format before the sound, got none");
      return { channels: readSamples(view, at, length, format), sampleRate: format.sampleRate };
    }
  }
  throw new InputError("WAV: expected sound, got a file without a data chunk");
}

/** What a length says that a program wrote before it knew it: up to the end of the file, or see `ds64`. */
const UNKNOWN_LENGTH = 0xffffffff;

const idAt = (view: DataView, at: number) =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));

interface Chunk {
  id: string;
  at: number;
  length: number;
}

/** @throws InputError when a chunk is longer than what is left of the file */
function* chunks(view: DataView): Generator<Chunk> {
  let longLength: number | undefined;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const id = idAt(view, at);
    const given = view.getUint32(at + 4, true);
    const left = view.byteLength - at - 8;
    // Files over 4 GB (RF64, BW64) say the length of their sound elsewhere.
    const stated = given === UNKNOWN_LENGTH ? (longLength ?? left) : given;
    if (stated > left) {
      throw new InputError(
        `WAV: expected ${stated} bytes in its part "${id.trim()}", got ${left}: the file is cut off`,
      );
    }
    if (id === "ds64" && stated >= 16) longLength = Number(view.getBigUint64(at + 16, true));
    yield { id, at: at + 8, length: stated };
    at = nextChunk(view, at + 8 + stated, stated);
  }
}

/** Parts of odd length have a byte behind them that their length leaves out; some programs forget it. */
function nextChunk(view: DataView, end: number, length: number): number {
  if (length % 2 === 0) return end;
  const unpadded = end + 4 <= view.byteLength && /^[A-Za-z][\w ]{3}$/.test(idAt(view, end));
  return unpadded ? end : end + 1;
}

function readFormat(view: DataView, at: number, length: number): Format {
  const named = length >= 16 ? view.getUint16(at, true) : 0;
  if (length < (named === EXTENSIBLE ? 26 : 16)) {
    throw new InputError(`WAV: expected a whole format chunk, got ${length} bytes of it`);
  }
  const tag = named === EXTENSIBLE ? view.getUint16(at + 24, true) : named;
  return {
    tag,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

/** A reader of one sample, full scale 1. */
type ReadOne = (view: DataView, at: number) => number;

const READERS: Record<string, ReadOne> = {
  [`${PCM} 8`]: (view, at) => (view.getUint8(at) - 128) / 128,
  [`${PCM} 16`]: (view, at) => view.getInt16(at, true) / 2 ** 15,
  [`${PCM} 24`]: (view, at) =>
    (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
  [`${PCM} 32`]: (view, at) => view.getInt32(at, true) / 2 ** 31,
  [`${FLOAT} 32`]: (view, at) => view.getFloat32(at, true),
  [`${FLOAT} 64`]: (view, at) => view.getFloat64(at, true),
};

function readSamples(view: DataView, at: number, length: number, format: Format): Float32Array[] {
  const { tag, bits, channels } = format;
  const readOne = READERS[`${tag} ${bits}`];
  if (!readOne) {
    throw new InputError(
      `WAV: expected uncompressed 8 to 32-bit or floating-point sound, got format ${tag} with ${bits} bits`,
    );
  }
  const size = bits / 8;
  const frames = Math.floor(length / (size * channels));
  if (frames === 0) {
    throw new InputError(
      "WAV: expected sound, got none: its header says that it holds 0 bytes of it",
    );
  }
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, frame) =>
      readOne(view, at + (frame * channels + channel) * size),
    ),
  );
}
