/**
 * A stored object as rows of names and values in words: `slotReturned: false` → "Slot returned", "no".
 * Anything that is no object is one row.
 */
export function factsOf(stored: unknown): [name: string, value: string][] {
  if (stored === null || stored === undefined) return [];
  if (typeof stored !== "object" || Array.isArray(stored)) return [["Value", wordsOf(stored)]];
  return Object.entries(stored).map(([name, value]) => [nameOf(name), wordsOf(value)]);
}

function nameOf(key: string): string {
  const words = key.replace(
    /([a-z0-9])([A-Z])/g,
    (_, a: string, b: string) => `${a} ${b.toLowerCase()}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value).replace("-", "−");
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length > 0 ? value.map(wordsOf).join(", ") : "none";
  return Object.entries(value)
    .map(([name, one]) => `${nameOf(name)}: ${wordsOf(one)}`)
    .join("; ");
}
