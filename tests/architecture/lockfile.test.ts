import fs from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  version?: string;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, Locked>;
};

/** Whether a package would be found from a folder, as Node looks for it: there and further up. */
function isLocked(folder: string, name: string): boolean {
  if (lock.packages[`${folder}${folder ? "/" : ""}node_modules/${name}`]) return true;
  if (folder === "") return false;
  const end = folder.lastIndexOf("/node_modules/");
  return isLocked(end < 0 ? "" : folder.slice(0, end), name);
}

/**
 * `npm ci` refuses a lockfile in which another system's package is missing, and a registry that
 * lacks such a package leaves it out without a word.
 */
test("the lockfile holds every optional package, other systems' too", () => {
  const missing = Object.entries(lock.packages).flatMap(([folder, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isLocked(folder, name)),
  );
  expect(missing).toEqual([]);
});

test("every locked package has its version", () => {
  const without = Object.entries(lock.packages).filter(([, entry]) => !entry.version);
  expect(without.map(([folder]) => folder)).toEqual([]);
});
