import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { type ParseResult, parseSync } from "oxc-parser";

/** A source file of the product as it was parsed. */
export interface SourceFile {
  /** Its path from the root, with forward slashes. */
  path: string;
  text: string;
  parsed: ParseResult;
}

const SOURCE = /\.(ts|tsx|mts|mjs)$/;
const TEST = /\.(test|spec)\.tsx?$|^tests\//;

/** Every file that git knows or would add; what is ignored is nobody's source. */
export function knownFiles(): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard"];
  return execFileSync("git", args, { encoding: "utf8" })
    .split("\n")
    .filter((file) => file !== "" && fs.existsSync(file));
}

/** The sources that ship: no tests, and nothing of what serves them. */
export function productSources(): SourceFile[] {
  return knownFiles()
    .filter((file) => SOURCE.test(file) && !TEST.test(file))
    .map((file) => parseSource(file, fs.readFileSync(file, "utf8")));
}

/**
 * Parses one source.
 * @param path says which language it is, by its ending
 * @throws Error where it is no TypeScript or JavaScript
 */
export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const [first] = parsed.errors;
  if (first) throw new Error(`expected ${path} to parse, got ${first.message}`);
  return { path, text, parsed };
}

/** The line, from 1, on which a place of a text lies. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
