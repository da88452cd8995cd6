import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { layoutFaults } from "./house-rules";
import { knownFiles } from "./source-tree";

const sources = () => knownFiles().filter((file) => /\.(ts|tsx|mts|mjs|js|jsx|css)$/.test(file));

const lines = (count: number) => "x\n".repeat(count);

describe("house rules", () => {
  test("no source file is too long or has a name that says nothing", () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(50);
    const read = (file: string) => fs.readFileSync(path.resolve(file), "utf8");
    expect(files.flatMap((file) => layoutFaults(file, read(file)))).toEqual([]);
  });

  test("a file of 301 lines is reported, one of 300 is not", () => {
    expect(layoutFaults("lib/music/notes.ts", lines(300))).toEqual([]);
    expect(layoutFaults("lib/music/notes.ts", lines(301))).toHaveLength(1);
  });

  test.each([
    "lib/study/utils.ts",
    "lib/helpers/order.ts",
    "app/_components/misc.tsx",
    "lib/services/session-manager.ts",
    "lib/stats/data.ts",
    "scripts/commands/data.ts",
    "lib/stats/Common.ts",
  ])("%s is reported for its name", (file) => {
    expect(layoutFaults(file, "")).toHaveLength(1);
  });

  test("words of the subject pass: a data folder, a long table", () => {
    expect(layoutFaults("scripts/data-folder.ts", "")).toEqual([]);
    expect(layoutFaults("lib/stats/long-table.ts", "")).toEqual([]);
  });
});
