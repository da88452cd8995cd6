/** Sound files that a lab may bring. */
export const SOUND_FORMATS = ["wav", "flac", "mp3"] as const;
/** One of `SOUND_FORMATS`. */
export type SoundFormat = (typeof SOUND_FORMATS)[number];

/** The format that the first bytes show, whatever the file is called; null for another one. */
export function soundFormat(whole: Uint8Array): SoundFormat | null {
  const bytes = withoutId3(whole);
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (/^(RIFF|RF64|BW64)/.test(head) && head.endsWith("WAVE")) return "wav";
  if (head.startsWith("fLaC")) return "flac";
  if (bytes.length > 1 && bytes[0] === 0xff && (bytes[1]! & 0xe6) === 0xe2) return "mp3";
  // A tag whose end, or what follows it, is not among these bytes: MP3 mostly.
  return startsWithId3(whole) ? "mp3" : null;
}

const ID3_HEAD = 10;

const startsWithId3 = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 3)) === "ID3";

/** A file without the ID3 tag before it, which every program may put before MP3, and some before FLAC. */
export function withoutId3(bytes: Uint8Array): Uint8Array {
  if (String.fromCharCode(...bytes.subarray(0, 3)) !== "ID3" || bytes.length < ID3_HEAD)
    return bytes;
  const length = bytes.subarray(6, ID3_HEAD).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  const footer = bytes[5]! & 0x10 ? ID3_HEAD : 0;
  return withoutId3(bytes.subarray(ID3_HEAD + length + footer));
}
