import { expect, test } from "vitest";
import { FUNCTION_LIMIT, longFunctions } from "./long-functions";
import { parseSource, productSources } from "./source-tree";

/** Pages whose markup is one long list may stay whole, but no more of them. */
const IN_APP = 26;

const files = productSources();
const inApp = (path: string) => path.startsWith("app/");

test("no function of rules, queries or commands is too long", () => {
  const others = files.filter(({ path }) => !inApp(path));
  expect(others.length).toBeGreaterThan(300);
  expect(others.flatMap(longFunctions)).toEqual([]);
});

test("few components of the site are too long", () => {
  const long = files.filter(({ path }) => inApp(path)).flatMap(longFunctions);
  expect(long.slice(IN_APP)).toEqual([]);
});

test.each([
  ["function", "function f() {", "}"],
  ["arrow", "const f = () => {", "};"],
  ["method", "class A { f() {", "} }"],
])("a %s of one line over the limit is reported", (_, head, end) => {
  const long = (lines: number) =>
    longFunctions(parseSource("lib/a.ts", [head, ...Array(lines - 2).fill("1;"), end].join("\n")));
  expect(long(FUNCTION_LIMIT)).toEqual([]);
  expect(long(FUNCTION_LIMIT + 1)).toEqual([`lib/a.ts:1: ${FUNCTION_LIMIT + 1} lines`]);
});
