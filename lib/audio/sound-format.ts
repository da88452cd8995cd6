/** Sound files that a lab may bring. */
export const SOUND_FORMATS = ["wav", "flac", "mp3"] as const;
/** One of `SOUND_FORMATS`. */
export type SoundFormat = (typeof SOUND_FORMATS)[number];

/** The format that the first bytes show, whatever the file is called; null for another one. */
export function soundFormat(bytes: Uint8Array): SoundFormat | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith("RIFF") && head.endsWith("WAVE")) return "wav";
  if (head.startsWith("fLaC")) return "flac";
  if (head.startsWith("ID3") || (bytes[0] === 0xff && (bytes[1]! & 0xe6) === 0xe2)) return "mp3";
  return null;
}
