import fs from "node:fs";
import path from "node:path";
import type { z } from "zod";

interface Kept {
  written: number;
  value: unknown;
}

const kept = new Map<string, Kept>();

/**
 * A committed JSON file of the project (artifacts, checkpoints' meta files), checked; read again when
 * it has changed.
 * @param file path from the project's folder
 * @returns null where there is none
 * @throws Error where its content is not what the schema says
 */
export function committedJson<T>(file: string, schema: z.ZodType<T>): T | null {
  const place = path.join(/*turbopackIgnore: true*/ process.cwd(), file);
  if (!fs.existsSync(place)) return null;
  const written = fs.statSync(place).mtimeMs;
  const before = kept.get(file);
  if (before?.written === written) return before.value as T;
  const value = schema.parse(JSON.parse(fs.readFileSync(place, "utf8")));
  kept.set(file, { written, value });
  return value;
}
