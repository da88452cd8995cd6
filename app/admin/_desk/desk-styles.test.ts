import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

it("no class of the desk is written in two files: the later one would hide the other", () => {
  const files = fs.readdirSync(__dirname).filter((name) => name.endsWith(".module.css"));
  expect(files.length).toBeGreaterThan(1);
  const classes = files.flatMap((file) => {
    const rules = fs.readFileSync(path.join(__dirname, file), "utf8").replace(/\/\*.*?\*\//gs, "");
    const names = rules.replace(/\{[^{}]*\}/g, " ").matchAll(/\.([a-zA-Z][\w-]*)/g);
    return [...new Set([...names].map((match) => match[1]!))];
  });
  expect(classes.filter((name, index) => classes.indexOf(name) !== index)).toEqual([]);
});
