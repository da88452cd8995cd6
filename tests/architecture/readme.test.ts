import fs from "node:fs";
import { expect, test } from "vitest";
import { program } from "@/scripts/cli";

const readme = fs.readFileSync("README.md", "utf8");

const folders = (place: string) =>
  fs
    .readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

test("begins with the two commands that a newcomer needs", () => {
  const [first, second] = readme.split("\n").filter((line) => line.startsWith("    "));
  expect(first).toMatch(/^ {4}npm start /);
  expect(second).toMatch(/^ {4}npm test /);
});

test("the file map names every part of lib, and nothing that is not there", () => {
  const rows = [...readme.matchAll(/^\| ((?:`[^`]+`(?:, )?)+) \|/gm)].map((match) => match[1]!);
  const places = rows.flatMap((row) => [...row.matchAll(/`([a-z/0-9]+)`/g)].map((m) => m[1]!));
  const named = places.filter((place) => /^(lib|db|app|pages|i18n|docs|tests)\b/.test(place));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((place) => !fs.existsSync(place))).toEqual([]);
  expect(folders("lib").filter((name) => !readme.includes(`\`lib/${name}\``))).toEqual([]);
});

test("every command of the command line is listed", () => {
  const names = program().commands.map((command) => command.name());
  expect(names.filter((name) => !readme.includes(`\`study ${name}`))).toEqual([]);
});

test("every setting that the environment schema knows is explained", () => {
  const schema = fs.readFileSync("lib/shared/env.ts", "utf8");
  const names = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]!);
  expect(names.length).toBeGreaterThan(5);
  const missing = names.filter((name) => name !== "NODE_ENV" && !readme.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});

test.each(["README.md", "CONTRIBUTING.md", "docs/hosting.md", "docs/security.md"])(
  "links of %s lead somewhere",
  (file) => {
    const text = fs.readFileSync(file, "utf8");
    const base = file.includes("/") ? "docs/" : "";
    const targets = [...text.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1]!);
    const broken = targets.filter((to) => !/^https?:/.test(to) && !fs.existsSync(base + to));
    expect(broken).toEqual([]);
  },
);
