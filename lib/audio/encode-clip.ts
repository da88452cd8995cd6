import { measure } from "@/lib/audio/loudness";
import { decodeMp3, encodeMp3 } from "@/lib/audio/mp3";
import type { ClipEncoder, EncodeJob, RenderedClip, StereoPcm } from "@/lib/audio/types";
import { invariant } from "@/lib/shared/invariant";

/** Applies the gain, encodes, and measures what a player will decode. */
async function encodeClip({ id, pcm, before, gainDb, bitrate }: EncodeJob): Promise<RenderedClip> {
  applyGain(pcm, gainDb);
  const mp3 = await encodeMp3(pcm, bitrate);
  const decoded = await decodeMp3(mp3);
  const samples = pcm.left.length;
  invariant(
    decoded.left.length === samples,
    `clip ${id}: expected ${samples} samples back, got ${decoded.left.length}`,
  );
  return { id, mp3, before, after: measure(decoded), gainDb, samples };
}

/** Encodes where it is called, one sound after the other: for browsers and small sets. */
export const inThisThread: ClipEncoder = { lanes: 1, encode: encodeClip };

/** Multiplies a sound by a gain in dB, in place. */
export function applyGain(pcm: StereoPcm, gainDb: number): StereoPcm {
  const factor = 10 ** (gainDb / 20);
  for (const channel of [pcm.left, pcm.right]) {
    for (let i = 0; i < channel.length; i++) channel[i]! *= factor;
  }
  return pcm;
}
