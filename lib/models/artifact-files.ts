import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { InputError } from "@/lib/shared/invariant";

/** Committed JSON behind tables and figures. */
export const ARTIFACTS = fileURLToPath(new URL("../../artifacts", import.meta.url));

/**
 * Reads and checks one committed JSON file.
 * @returns null when there is none
 * @throws InputError naming the first wrong place
 */
export function readArtifact<T>(name: string, schema: z.ZodType<T>, folder = ARTIFACTS): T | null {
  const file = path.join(folder, name);
  if (!fs.existsSync(file)) return null;
  const result = schema.safeParse(JSON.parse(fs.readFileSync(file, "utf8")));
  if (result.success) return result.data;
  const first = result.error.issues[0]!;
  throw new InputError(`${file}: ${first.path.join(".") || "whole file"}: ${first.message}`);
}

/** Writes a JSON file whole or not at all; returns its path. */
export function writeArtifact(name: string, content: unknown, folder = ARTIFACTS): string {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  const partial = `${file}.part-${process.pid}`;
  fs.writeFileSync(partial, `${JSON.stringify(content, null, 1)}\n`);
  fs.renameSync(partial, file);
  return file;
}
