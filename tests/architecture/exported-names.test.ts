import { expect, test } from "vitest";
import { sharedNames } from "./exported-names";
import { parseSource, productSources } from "./source-tree";

test("an exported name stands for one thing in the whole product", () => {
  const files = productSources();
  expect(files.length).toBeGreaterThan(500);
  expect(sharedNames(files)).toEqual([]);
});

test("two files that export one name are reported, types and constants alike", () => {
  const a = parseSource("lib/a.ts", "export interface Piece { at: number }");
  const b = parseSource("lib/b.ts", "const Piece = 1; export { Piece };");
  expect(sharedNames([a, b])).toEqual(["Piece: lib/a.ts, lib/b.ts"]);
});

test("re-exports, overloads and what Next asks for pass", () => {
  const one = parseSource("lib/a.ts", "export const a = 1;");
  const again = parseSource("lib/b.ts", 'export { a } from "./a";');
  const overloads =
    "export function f(x: 1): 1; export function f(x: 2): 2; export function f(x) {}";
  const routes = ["app/x/route.ts", "app/y/route.ts"].map((path) =>
    parseSource(path, "export function GET() {}"),
  );
  expect(sharedNames([one, again, parseSource("lib/c.ts", overloads), ...routes])).toEqual([]);
});
