import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { StereoPcm } from "@/lib/audio/types";

/** sha256 of bytes as lower-case hex; the same in Node and in a browser. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** sha256 (hex) of a sound: the left channel, then the right, as float32 little-endian. */
export function pcmSha256(pcm: StereoPcm): string {
  const hash = sha256.create();
  for (const channel of [pcm.left, pcm.right]) {
    hash.update(new Uint8Array(channel.buffer, channel.byteOffset, channel.byteLength));
  }
  return bytesToHex(hash.digest());
}
