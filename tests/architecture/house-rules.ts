/** The longest that a source file may be, in lines. */
export const LINE_LIMIT = 300;

/** Words that say nothing about what a file or folder holds. */
const EMPTY_WORDS = ["util", "utils", "helper", "helpers", "misc", "manager", "common"];

/**
 * What is wrong with a source file's length and name; empty when nothing is.
 * @param file its path from the root, with forward slashes
 * @param text what it holds
 */
export function layoutFaults(file: string, text: string): string[] {
  const faults: string[] = [];
  const count = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  if (count > LINE_LIMIT)
    faults.push(`${file}: expected at most ${LINE_LIMIT} lines, got ${count}`);
  const parts = file
    .toLowerCase()
    .replace(/\.[^/]*$/, "")
    .split("/");
  const words = parts.flatMap((part) => part.split(/[^a-z0-9]+/));
  const bad = words.find((word) => EMPTY_WORDS.includes(word));
  if (bad) faults.push(`${file}: "${bad}" in a name does not say what the file holds`);
  if (parts.at(-1) === "data") {
    faults.push(`${file}: "data" does not say what the file holds`);
  }
  return faults;
}
