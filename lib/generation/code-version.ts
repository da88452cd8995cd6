import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "ignore"] })
    .toString()
    .trim();
}

/**
 * What identifies the code that made something: the commit (marked when tracked files differ from
 * it), or the package version where there is no repository.
 */
export function codeVersion(): string {
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
    return `${git("rev-parse", "--short=12", "HEAD")}${changed ? "-changed" : ""}`;
  } catch {
    const text = fs.readFileSync(`${root}package.json`, "utf8");
    return (JSON.parse(text) as { version: string }).version;
  }
}
