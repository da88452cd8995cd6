import { FLACDecoder } from "@wasm-audio-decoders/flac";
import { decodeMp3 } from "@/lib/audio/mp3";
import { resample } from "@/lib/audio/resample";
import { SOUND_FORMATS, type SoundFormat, soundFormat, withoutId3 } from "@/lib/audio/sound-format";
import { SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { readWav } from "@/lib/audio/wav-reader";
import { requireWholeFlac } from "@/lib/audio/whole-flac";
import { requireWholeMp3 } from "@/lib/audio/whole-mp3";
import { InputError } from "@/lib/shared/invariant";

/** Channels of a sound file at its own sample rate. */
export interface DecodedSound {
  channels: Float32Array[];
  sampleRate: number;
}

/** Sample rates that are taken, in Hz. */
const RATES = [8000, 192_000] as const;

const READERS: Record<SoundFormat, (bytes: Uint8Array) => Promise<DecodedSound>> = {
  wav: async (bytes) => readWav(bytes),
  flac: readFlac,
  mp3: readMp3,
};

/**
 * Decodes a WAV, FLAC or MP3 file to stereo at `SAMPLE_RATE`: one channel is given to both ears, the
 * sample rate is changed where it differs.
 * @throws InputError when the format is another one, the file is damaged, cut off or empty, a sample is
 * no number, or there are more than two channels
 */
export async function decodeAudio(bytes: Uint8Array): Promise<StereoPcm> {
  const format = soundFormat(bytes);
  if (!format) {
    throw new InputError(`sound file: expected ${SOUND_FORMATS.join(", ")}, got another format`);
  }
  const { channels, sampleRate } = await READERS[format](withoutId3(bytes));
  const [left, right = left] = channels;
  if (!left || left.length === 0) throw new InputError("sound file: expected sound, got none");
  if (channels.length > 2) {
    throw new InputError(
      `sound file: expected one or two channels, got ${channels.length}: mix them down first, for example with "ffmpeg -i IN -ac 2 OUT"`,
    );
  }
  if (!(sampleRate >= RATES[0] && sampleRate <= RATES[1])) {
    throw new InputError(`sound file: expected ${RATES.join(" to ")} Hz, got ${sampleRate}`);
  }
  requireFinite([left, right!], sampleRate);
  const atOurs = (channel: Float32Array) => resample(channel, sampleRate, SAMPLE_RATE);
  const both = atOurs(left);
  return { left: both, right: right === left ? both.slice() : atOurs(right!) };
}

function requireFinite(channels: readonly Float32Array[], sampleRate: number): void {
  for (const channel of channels) {
    const at = channel.findIndex((value) => !Number.isFinite(value));
    if (at === -1) continue;
    const second = (at / sampleRate).toFixed(3);
    throw new InputError(`sound file: expected numbers, got ${channel[at]} at ${second} s`);
  }
}

async function readFlac(bytes: Uint8Array): Promise<DecodedSound> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const { channelData, sampleRate, errors } = await decoder.decodeFile(bytes);
    if (errors.length > 0) throw new InputError(`FLAC: ${errors[0]!.message}`);
    requireWholeFlac(bytes, channelData);
    return { channels: channelData, sampleRate };
  } finally {
    decoder.free();
  }
}

async function readMp3(bytes: Uint8Array): Promise<DecodedSound> {
  const { channels: count } = requireWholeMp3(bytes);
  try {
    const { left, right, sampleRate } = await decodeMp3(bytes);
    return { channels: count === 1 ? [left] : [left, right], sampleRate };
  } catch (cause) {
    throw new InputError("MP3: expected sound, got a file that can't be decoded", { cause });
  }
}
