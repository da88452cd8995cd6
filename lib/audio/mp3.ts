import { MPEGDecoder } from "mpg123-decoder";
import { createMp3Encoder } from "wasm-media-encoders";
import { withInfoTag } from "@/lib/audio/info-tag";
import { type Mp3Bitrate, SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { invariant } from "@/lib/shared/invariant";

/** The encoder that a manifest names. */
export const MP3_ENCODER = "lame@3.100 (wasm-media-encoders@0.7.0)";

/**
 * LAME multiplies what it encodes by its preset's scale, which depends on the bit rate: we undo it, so
 * that levels hold (`optimum_abr_preset` in presets.c of LAME 3.100).
 */
const LAME_SCALES: Readonly<Record<Mp3Bitrate, number>> = { 160: 0.95, 192: 0.97 };

/** Samples handed to the encoder at once: 64 frames. */
const CHUNK = 1152 * 64;

/**
 * Encodes sound as MP3 with a constant bit rate and an Info tag that tells players its exact length:
 * without the tag a clip starts 23 ms late. No other metadata. The length in bytes depends on the
 * number of samples and the bit rate alone.
 */
export async function encodeMp3(pcm: StereoPcm, bitrate: Mp3Bitrate = 192): Promise<Uint8Array> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: SAMPLE_RATE, channels: 2, bitrate });
  const scale = LAME_SCALES[bitrate];
  const parts: Uint8Array[] = [];
  for (let at = 0; at < pcm.left.length; at += CHUNK) {
    const chunk = [scaled(pcm.left, at, scale), scaled(pcm.right, at, scale)] as const;
    // The encoder hands out its own memory: copy before the next call.
    parts.push(encoder.encode(chunk).slice());
  }
  parts.push(encoder.finalize().slice());
  return withInfoTag(concat(parts), pcm.left.length);
}

function scaled(channel: Float32Array, at: number, scale: number): Float32Array {
  return channel.slice(at, at + CHUNK).map((value) => value / scale);
}

/**
 * Decodes an MP3 as a player does: encoder delay and padding cut by its Info tag.
 * @throws Error when the bytes hold no sound
 */
export async function decodeMp3(bytes: Uint8Array): Promise<StereoPcm & { sampleRate: number }> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { channelData, sampleRate, samplesDecoded } = decoder.decode(bytes);
  const left = channelData[0]?.slice(0, samplesDecoded);
  const right = (channelData[1] ?? channelData[0])?.slice(0, samplesDecoded);
  decoder.free();
  invariant(left && right && samplesDecoded > 0, "MP3: expected sound, got none");
  return { left, right, sampleRate };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
