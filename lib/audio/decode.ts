import { FLACDecoder } from "@wasm-audio-decoders/flac";
import { decodeMp3 } from "@/lib/audio/mp3";
import { resample } from "@/lib/audio/resample";
import { SOUND_FORMATS, type SoundFormat, soundFormat } from "@/lib/audio/sound-format";
import { SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { readWav } from "@/lib/audio/wav-reader";
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
 * @throws InputError when the format is another one, the file is damaged or empty, or it has more than
 * two channels
 */
export async function decodeAudio(bytes: Uint8Array): Promise<StereoPcm> {
  const format = soundFormat(bytes);
  if (!format) {
    throw new InputError(`sound file: expected ${SOUND_FORMATS.join(", ")}, got another format`);
  }
  const { channels, sampleRate } = await READERS[format](bytes);
  const [left, right = left] = channels;
  if (!left || left.length === 0 || channels.length > 2) {
    throw new InputError(
      `sound file: expected sound in one or two channels, got ${left?.length ?? 0} samples in ${channels.length}`,
    );
  }
  if (!(sampleRate >= RATES[0] && sampleRate <= RATES[1])) {
    throw new InputError(`sound file: expected ${RATES.join(" to ")} Hz, got ${sampleRate}`);
  }
  const atOurs = (channel: Float32Array) => resample(channel, sampleRate, SAMPLE_RATE);
  const both = atOurs(left);
  return { left: both, right: right === left ? both.slice() : atOurs(right!) };
}

async function readFlac(bytes: Uint8Array): Promise<DecodedSound> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const { channelData, sampleRate, errors } = await decoder.decodeFile(bytes);
    if (errors.length > 0) throw new InputError(`FLAC: ${errors[0]!.message}`);
    return { channels: channelData, sampleRate };
  } finally {
    decoder.free();
  }
}

async function readMp3(bytes: Uint8Array): Promise<DecodedSound> {
  try {
    const { left, right, sampleRate } = await decodeMp3(bytes);
    return { channels: [left, right], sampleRate };
  } catch (cause) {
    throw new InputError("MP3: expected sound, got a file that can't be decoded", { cause });
  }
}
