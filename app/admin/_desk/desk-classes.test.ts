import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ADMIN = path.join(__dirname, "..");

const files = fs.readdirSync(__dirname).filter((name) => name.endsWith(".module.css"));

/** The classes that a stylesheet of the desk gives. */
function classesOf(file: string): Set<string> {
  const rules = fs.readFileSync(path.join(__dirname, file), "utf8").replace(/\/\*.*?\*\//gs, "");
  const names = rules.replace(/\{[^{}]*\}/g, " ").matchAll(/\.([a-zA-Z][\w-]*)/g);
  return new Set([...names].map((match) => match[1]!));
}

/** Classes that a component takes from the desk's stylesheets, each with the file it asks. */
function wantedBy(source: string): { file: string; name: string }[] {
  const imports = source.matchAll(
    /import (\w+) from "@\/app\/admin\/_desk\/([\w-]+\.module\.css)"/g,
  );
  return [...imports].flatMap(([, own, file]) =>
    [...source.matchAll(new RegExp(`\\b${own}\\.(\\w+)`, "g"))].map(([, name]) => ({
      file: file!,
      name: name!,
    })),
  );
}

describe("the desk's stylesheets", () => {
  it("write no class twice", () => {
    expect(files.length).toBeGreaterThan(1);
    const classes = files.flatMap((file) => [...classesOf(file)]);
    expect(classes.filter((name, index) => classes.indexOf(name) !== index)).toEqual([]);
  });

  it("hold every class that a page asks them for", () => {
    const sources = fs
      .readdirSync(ADMIN, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".tsx"));
    const wanted = sources.flatMap((name) =>
      wantedBy(fs.readFileSync(path.join(ADMIN, name), "utf8")).map((one) => ({
        ...one,
        name,
        asks: one.name,
      })),
    );
    expect(wanted.length).toBeGreaterThan(100);
    const missing = wanted.filter(({ file, asks }) => !classesOf(file).has(asks));
    expect(missing).toEqual([]);
  });
});
