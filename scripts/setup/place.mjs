import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The folder of everything that a run stores: STUDY_DATA, else `.data` in the project. */
export function dataFolder() {
  return path.resolve(ROOT, process.env.STUDY_DATA || ".data");
}

/** Writes one line for the person who waits. */
export function say(line = "") {
  process.stdout.write(`${line}\n`);
}

/** Pauses for some milliseconds. */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
