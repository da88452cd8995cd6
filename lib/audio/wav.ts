import { SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { invariant } from "@/lib/shared/invariant";

const HEADER_BYTES = 44;

/**
 * Writes 16-bit stereo WAV, uncompressed, at `SAMPLE_RATE`; no chunk but format and data.
 * @throws Error when a sample passes full scale
 */
export function wavBytes(pcm: StereoPcm): Uint8Array {
  const { left, right } = pcm;
  const bytes = new Uint8Array(HEADER_BYTES + left.length * 4);
  const view = new DataView(bytes.buffer);
  const ascii = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  ascii(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 16, true);
  ascii(36, "data");
  view.setUint32(40, left.length * 4, true);
  for (let i = 0; i < left.length; i++) {
    view.setInt16(HEADER_BYTES + i * 4, toInt16(left[i]!), true);
    view.setInt16(HEADER_BYTES + i * 4 + 2, toInt16(right[i]!), true);
  }
  return bytes;
}

function toInt16(value: number): number {
  invariant(Math.abs(value) <= 1, `expected samples within full scale, got ${value}`);
  return Math.round(value * 32_767);
}
