import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { InputError } from "@/lib/shared/invariant";

/** Bytes before the STREAMINFO block: the mark and the block's own head. */
const HEAD_BYTES = 8;
const STREAMINFO_BYTES = 34;
/** More bits than a 32-bit float holds exactly: the digest of such sound can't be computed again. */
const MOST_BITS = 24;
const NO_DIGEST = "0".repeat(32);

interface StreamInfo {
  bits: number;
  /** Samples per channel; 0 where the encoder did not know. */
  samples: number;
  /** MD5 of the unencoded sound. */
  digest: string;
}

/** STREAMINFO of a FLAC file (RFC 9639, section 8.2). */
function readStreamInfo(bytes: Uint8Array): StreamInfo | null {
  if (bytes.length < HEAD_BYTES + STREAMINFO_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + HEAD_BYTES, STREAMINFO_BYTES);
  const packed = view.getBigUint64(10);
  return {
    bits: Number((packed >> 36n) & 31n) + 1,
    samples: Number(packed & 0xfffffffffn),
    digest: bytesToHex(bytes.subarray(HEAD_BYTES + 18, HEAD_BYTES + STREAMINFO_BYTES)),
  };
}

/**
 * Checks decoded sound against what a FLAC file says of itself: its length and its digest. Decoders pass
 * over a damaged frame and go on.
 * @param channels decoded samples, full scale 1
 * @throws InputError when the file is cut off or damaged
 */
export function requireWholeFlac(bytes: Uint8Array, channels: readonly Float32Array[]): void {
  const info = readStreamInfo(bytes);
  if (!info || channels.length === 0) return;
  const { bits, samples, digest } = info;
  const got = channels[0]!.length;
  if (samples > 0 && got !== samples) {
    throw new InputError(
      `FLAC: expected ${samples} samples as its header says, got ${got}: the file is damaged or cut off`,
    );
  }
  if (digest === NO_DIGEST || bits > MOST_BITS) return;
  if (bytesToHex(md5(unencoded(channels, bits))) !== digest) {
    throw new InputError(
      "FLAC: expected the sound of which its header has the digest, got another: the file is damaged",
    );
  }
}

/** Samples as the digest counts them: interleaved, signed, little endian, in whole bytes. */
function unencoded(channels: readonly Float32Array[], bits: number): Uint8Array {
  const size = Math.ceil(bits / 8);
  const out = new Uint8Array(channels[0]!.length * channels.length * size);
  // The decoder gives the largest positive number as 1.
  const scale = 2 ** (bits - 1) - 1;
  let at = 0;
  for (let i = 0; i < channels[0]!.length; i++) {
    for (const channel of channels) {
      const value = Math.round(channel[i]! * scale);
      for (let byte = 0; byte < size; byte++) out[at++] = value >> (8 * byte);
    }
  }
  return out;
}
