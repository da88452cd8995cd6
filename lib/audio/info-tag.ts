import { invariant } from "@/lib/shared/invariant";

const BITRATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;
/** Delay that LAME puts before the first sample, which players cut away. */
const ENCODER_DELAY = 576;
const SAMPLES_PER_FRAME = 1152;
/** Bytes between the frame header and the tag: the side information of a stereo frame. */
const SIDE_INFO = 32;
const LOWPASS_HUNDREDS_OF_HZ: Record<number, number> = { 160: 175, 192: 186 };

/**
 * Puts a silent first frame with an Info tag (the constant-bit-rate form of the Xing tag, with LAME's
 * extension) before an MPEG-1 layer III stereo stream, so that players know its exact length, the
 * delay at its start and the padding at its end.
 * Layout: the LAME tag specification (gabriel.mp3-tech.org/mp3infotag.html).
 * @param mp3 frames of one constant bit rate at 48 kHz, no ID3 tag
 * @param samples samples per channel that went into the encoder
 * @throws Error when the stream is of another kind
 */
export function withInfoTag(mp3: Uint8Array, samples: number): Uint8Array {
  const { bitrate, sampleRate } = readHeader(mp3);
  const frameBytes = (144_000 * bitrate) / sampleRate;
  invariant(Number.isInteger(frameBytes), "expected frames of equal size (48 kHz)");
  const frames = mp3.length / frameBytes;
  invariant(Number.isInteger(frames), "expected whole frames of one bit rate");
  const whole = new Uint8Array(frameBytes + mp3.length);
  whole.set(mp3, frameBytes);
  const tag = whole.subarray(0, frameBytes);
  tag.set([0xff, mp3[1]! | 1, mp3[2]!, mp3[3]! & 0xcf]);
  const padding = frames * SAMPLES_PER_FRAME - ENCODER_DELAY - samples;
  invariant(padding >= 0 && padding < 4096, `expected the samples to fit ${frames} frames`);
  writeXing(tag, frames, whole.length);
  writeLame(tag, { bitrate, padding, length: whole.length, musicCrc: crc16(mp3) });
  return whole;
}

function readHeader(mp3: Uint8Array): { bitrate: number; sampleRate: number } {
  invariant(
    mp3[0] === 0xff && (mp3[1]! & 0xfe) === 0xfa && mp3[3]! >> 6 !== 3,
    "expected MPEG-1 layer III stereo frames",
  );
  const bitrate = BITRATES[mp3[2]! >> 4];
  const sampleRate = SAMPLE_RATES[(mp3[2]! >> 2) & 3];
  invariant(bitrate && sampleRate, "expected a bit rate and a sample rate of MPEG-1");
  return { bitrate, sampleRate };
}

function writeXing(tag: Uint8Array, frames: number, length: number): void {
  const view = new DataView(tag.buffer, tag.byteOffset);
  const at = 4 + SIDE_INFO;
  writeAscii(tag, at, "Info");
  view.setUint32(at + 4, 0b1111);
  view.setUint32(at + 8, frames);
  view.setUint32(at + 12, length);
  // With one bit rate the table of contents is a straight line.
  for (let i = 0; i < 100; i++) tag[at + 16 + i] = Math.floor((i * 256) / 100);
  view.setUint32(at + 116, 57);
}

function writeLame(
  tag: Uint8Array,
  lame: { bitrate: number; padding: number; length: number; musicCrc: number },
): void {
  const view = new DataView(tag.buffer, tag.byteOffset);
  const at = 4 + SIDE_INFO + 120;
  writeAscii(tag, at, "LAME3.100");
  tag[at + 9] = 1;
  tag[at + 10] = LOWPASS_HUNDREDS_OF_HZ[lame.bitrate] ?? 0;
  tag[at + 20] = lame.bitrate;
  tag[at + 21] = ENCODER_DELAY >> 4;
  tag[at + 22] = ((ENCODER_DELAY & 15) << 4) | (lame.padding >> 8);
  tag[at + 23] = lame.padding & 255;
  view.setUint32(at + 28, lame.length);
  view.setUint16(at + 32, lame.musicCrc);
  view.setUint16(at + 34, crc16(tag.subarray(0, at + 34)));
}

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

/** CRC-16 with the reflected polynomial 0xA001, start 0, as the tag asks for. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}
