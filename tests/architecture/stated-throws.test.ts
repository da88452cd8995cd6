import { expect, test } from "vitest";
import { parseSource, productSources } from "./source-tree";
import { unstatedThrows } from "./stated-throws";

test("every exported function that throws says so", () => {
  const files = productSources().filter(({ path }) => /^(lib|db|i18n|scripts)\//.test(path));
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap(unstatedThrows)).toEqual([]);
});

const faults = (...lines: string[]) => unstatedThrows(parseSource("lib/a.ts", lines.join("\n")));

test("a throw of its own, of a function that it calls, in an arrow", () => {
  expect(faults("/** Reads. */", "export function f() { throw new Error(); }")).toHaveLength(1);
  const through = ["function g() { throw new Error(); }", "export const f = () => g();"];
  expect(faults(...through)).toEqual(["lib/a.ts:2: f"]);
  const stated = [
    "/** Reads. @throws Error always */",
    "export async function f() { throw new A(); }",
  ];
  expect(faults(...stated)).toEqual([]);
});

test("functions that run later are others'", () => {
  expect(faults("export const f = () => () => { throw new A(); };")).toEqual([]);
  expect(faults("export function f() { return { g() { throw new A(); } }; }")).toEqual([]);
  expect(faults("export function f() { g(async () => { throw new A(); }); }")).toEqual([]);
  expect(faults("export function f() { g(() => { throw new A(); }); }")).toHaveLength(1);
});

test("what is caught inside is not thrown; what a catch throws is", () => {
  expect(faults("export function f() { try { throw new A(); } catch { return 2; } }")).toEqual([]);
  expect(faults("export function f() { try { g(); } catch (e) { throw new A(e); } }")).toHaveLength(
    1,
  );
  expect(faults("export function f() { try { throw new A(); } finally { g(); } }")).toHaveLength(1);
});
