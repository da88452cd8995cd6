import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { exampleRows } from "@/lib/stats/reference/crossed-example";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "study-stats-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const file = path.join(folder, "ratings.csv");
const lines = exampleRows().map((r) => [r.participant, r.stimulus, r.condition, r.rating].join());
fs.writeFileSync(file, `participant,stimulus,condition,rating\n${lines.join("\n")}\n`);

/** Runs `study stats` as a person does. */
function stats(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const command = ["scripts/study.mjs", "stats", ...args];
    execFile(process.execPath, command, { maxBuffer: 1e8 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

describe("study stats", () => {
  test("prints the crossed analysis of a table with four columns as JSON", async () => {
    const { code, out } = await stats("--ratings", file, "--json", "--primary", "D,A");
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report.primary.sentence).toMatch(
      /^D is rated 2\.00 higher in rating than A, 95 % interval 0\.96 to 3\.04/,
    );
    expect(report.dimensions[0].crossed.omnibus.f).toBeCloseTo(6.6038925933, 9);
    expect(report.dimensions[0].ordinal.kind).toBe("result");
  });

  test("prints tables with naive beside crossed for people", async () => {
    const { code, out } = await stats("--ratings", file, "--no-ordinal", "--anchors", "none");
    expect(code).toBe(0);
    for (const part of [
      "p pooled",
      "p crossed",
      "closed form",
      "Friedman",
      "Krippendorff",
      "80 %",
    ]) {
      expect(out).toContain(part);
    }
    expect(out).not.toContain("NaN");
  });

  test("the self-test shows expected, got and source, and ends well", async () => {
    const { code, out } = await stats("--self-test");
    expect(code).toBe(0);
    expect(out).toMatch(/source: Shrout & Fleiss 1979/);
    expect(out).toMatch(/ok {3}F″ \[1\] +expected 6\.6038925933 {2}got 6\.6038925933/);
    expect(out).toMatch(/(\d+) of \1 values agree/);
  });

  test("bad input ends with exit code 1 and one line that says what was expected", async () => {
    const missing = await stats("--ratings", path.join(folder, "none.csv"));
    expect(missing.code).toBe(1);
    expect(missing.err).toMatch(/^study: --ratings: expected a readable file, got .*\n$/);
    const wrong = path.join(folder, "wrong.csv");
    fs.writeFileSync(wrong, "participant,rating\np1,3\n");
    const columns = await stats("--ratings", wrong);
    expect(columns.code).toBe(1);
    expect(columns.err).toMatch(
      /expected the columns participant, stimulus, condition, rating.*; got participant, rating/,
    );
  });
});
