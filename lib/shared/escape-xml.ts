const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text made safe for XML, as content or attribute: the five reserved characters become entities, and
 * characters that XML forbids (control characters, lone surrogates) become U+FFFD.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!)
    .replace(/\p{Cs}|[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "\uFFFD");
}
