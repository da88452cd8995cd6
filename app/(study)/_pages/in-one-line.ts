/** Sentences one after the other; those of Chinese stand without a space between them. */
export function inOneLine(...sentences: string[]): string {
  return sentences
    .filter((sentence) => sentence !== "")
    .join(" ")
    .replace(/([。！？；]) /g, "$1");
}
