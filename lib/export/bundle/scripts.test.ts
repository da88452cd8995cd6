import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import {
  runScript,
  SCRIPT_WORLDS,
  simulatedStudy,
  writtenBundle,
} from "@/tests/factories/bundle-scripts";

const input = simulatedStudy(["1.0", "1.1", "T", "NA", "1.10"], 14, "by condition");

describe.each(SCRIPT_WORLDS)("$name", ({ command, probe, environment }) => {
  const there = runScript(probe, tmpdir()).status === 0;
  it.skipIf(!there)(
    "finds every number, whatever the conditions' names look like",
    { timeout: 240_000 },
    () => {
      const { status, text } = runScript(command, writtenBundle(input), environment);
      const [, equal, all] = /(\d+) of (\d+) exact numbers equal/.exec(text) ?? [];
      expect(text.split("\n").filter((line) => /DIFFERENT\s*$/.test(line))).toEqual([]);
      expect(Number(all), text).toBeGreaterThan(300);
      expect(equal).toBe(all);
      expect(status).toBe(0);
    },
  );
});

it.skipIf(runScript(["Rscript", "--version"], tmpdir()).status !== 0)(
  "says which packages are missing where R has none",
  () => {
    const alone = { R_LIBS: "", R_LIBS_SITE: "/none", R_LIBS_USER: "/none" };
    const command = ["Rscript", "--vanilla", "analysis/analysis.R"];
    const { status, text } = runScript(command, writtenBundle(input), alone);
    expect(text).toContain("expected the packages lme4, lmerTest and ordinal");
    expect(status).not.toBe(0);
  },
);
