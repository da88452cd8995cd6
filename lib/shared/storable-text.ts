/**
 * A text that PostgreSQL can keep: without null characters, and with U+FFFD for each half of a
 * letter that was cut in two (a lone surrogate). Everything else stays as it was written.
 */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\ufffd");
}

/** The same for every text in a value parsed from JSON, names of fields included. */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [storableText(name), storable(field)]),
  );
}
