import { InputError } from "@/lib/shared/invariant";

/** Bit rates of layer III in kbit/s by the header's index: MPEG-1, and the lower sample rates. */
const BITRATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

interface Frame {
  bytes: number;
  samples: number;
  sampleRate: number;
  channels: 1 | 2;
  /** Bytes of side information behind the header. */
  side: number;
}

/** The frame whose header stands at a place; null where there is none, or one of free format. */
function frameAt(bytes: Uint8Array, at: number): Frame | null {
  if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xe6) !== 0xe2) return null;
  const version = (bytes[at + 1]! >> 3) & 3;
  const base = SAMPLE_RATES[(bytes[at + 2]! >> 2) & 3];
  const full = version === 3;
  const bitrate = BITRATES[full ? 0 : 1][bytes[at + 2]! >> 4];
  if (!base || !bitrate || version === 1) return null;
  const sampleRate = full ? base : version === 2 ? base / 2 : base / 4;
  const samples = full ? 1152 : 576;
  const channels = bytes[at + 3]! >> 6 === 3 ? 1 : 2;
  const padding = (bytes[at + 2]! >> 1) & 1;
  const length = Math.floor((samples * 125 * bitrate) / sampleRate) + padding;
  const side = full ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return { bytes: length, samples, sampleRate, channels, side };
}

/** Frames of sound that the Xing or Info tag of the first frame promises; null without one. */
function promisedFrames(bytes: Uint8Array, { side }: Frame): number | null {
  const at = 4 + side;
  const name = String.fromCharCode(...bytes.subarray(at, at + 4));
  if (name !== "Xing" && name !== "Info") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  return view.getUint32(4) & 1 ? view.getUint32(8) : null;
}

/** Only tags and zeros may follow the last frame. */
function isTail(rest: Uint8Array): boolean {
  const head = String.fromCharCode(...rest.subarray(0, 8));
  return /^(TAG|APETAGEX|LYRICSB|ID3)/.test(head) || rest.every((byte) => byte === 0);
}

/**
 * Walks an MP3 file frame by frame: decoders skip what they can't read, and a clip would be shorter or
 * have a gap without a word.
 * @param bytes without an ID3 tag before it
 * @returns number of channels; files of free format or with something before the first frame are not walked
 * @throws InputError when frames are missing, cut or interrupted
 */
export function requireWholeMp3(bytes: Uint8Array): { channels: 1 | 2 } {
  const first = frameAt(bytes, 0);
  if (!first) return { channels: 2 };
  const promised = promisedFrames(bytes, first);
  let [at, frames] = [0, 0];
  for (;;) {
    const frame = frameAt(bytes, at);
    const second = ((frames * first.samples) / first.sampleRate).toFixed(2);
    if (!frame) {
      const rest = bytes.subarray(at);
      if (rest.length === 0 || (isTail(rest) && frames >= (promised ?? 0))) break;
      throw new InputError(`MP3: expected a frame at ${second} s, got other bytes: it is damaged`);
    }
    if (at + frame.bytes > bytes.length)
      throw new InputError(`MP3: expected a whole frame at ${second} s: the file is cut off`);
    at += frame.bytes;
    frames += 1;
  }
  const sound = promised === null ? frames : frames - 1;
  if (promised !== null && sound < promised) {
    throw new InputError(
      `MP3: expected ${promised} frames as its tag says, got ${sound}: it is cut off`,
    );
  }
  return { channels: first.channels };
}
