import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import {
  runScript,
  SCRIPT_WORLDS,
  simulatedStudy,
  writtenBundle,
} from "@/tests/factories/bundle-scripts";

const input = simulatedStudy(["LSTM", "resNet20_Naive", "resNet20_LocalConv", "human"], 45);

describe.each(SCRIPT_WORLDS)("$name", ({ command, probe, environment }) => {
  const there = runScript(probe, tmpdir()).status === 0;
  it.skipIf(!there)("finds every number of a study of 45", { timeout: 600_000 }, () => {
    const { status, text } = runScript(command, writtenBundle(input), environment);
    expect(text.split("\n").filter((line) => /DIFFERENT\s*$/.test(line))).toEqual([]);
    expect(status, text).toBe(0);
  });
});
