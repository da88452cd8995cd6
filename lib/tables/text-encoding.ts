/** The text of a file, and how its bytes were read. */
export interface DecodedText {
  text: string;
  encoding: "UTF-8" | "UTF-16" | "Windows-1252";
}

/**
 * The text of a file from a spreadsheet, a survey tool or an old script: UTF-8 with or without a byte
 * order mark, UTF-16 ("Unicode text" of Excel), else Windows-1252, which holds Latin-1's letters.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const wide = wideOrder(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: "UTF-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "Windows-1252" };
  }
}

/** UTF-16 has a mark, or a zero in every other byte of Latin letters. */
function wideOrder([first, second, third, fourth]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first && second === 0 && third && fourth === 0) return "utf-16le";
  if (first === 0 && second && third === 0 && fourth) return "utf-16be";
  return null;
}
