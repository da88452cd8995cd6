import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  descriptionDistance,
  meanDescription,
  TEMPERATURE_RULE,
  TEMPERATURE_RULE_ID,
  TEMPERATURES,
} from "@/lib/generation/temperature";
import { readTemperature } from "@/lib/generation/temperature-artifact";
import { CLIP_STEPS, type Note } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";

/** A clip of notes from end to end, with steps of at most `leap` semitones. */
function clip(seed: number, leap: number, length: number): Note[] {
  const rng = namedStream(seed, "clip");
  let pitch = 66;
  return Array.from({ length: CLIP_STEPS / length }, (_, i) => {
    pitch = Math.min(83, Math.max(48, pitch + rng.int(-leap, leap)));
    return { pitch, start: i * length, duration: length, voice: 0 };
  });
}

const clips = (from: number, leap: number, length: number) =>
  Array.from({ length: 12 }, (_, i) => clip(from + i, leap, length));

describe("distance between collections of clips", () => {
  const human = [...clips(0, 3, 2), ...clips(50, 3, 4)];

  it("is 0 from the clips themselves", () => {
    expect(descriptionDistance(human, human)).toBe(0);
  });

  it("grows as clips differ more", () => {
    const near = descriptionDistance([...clips(100, 3, 2), ...clips(150, 3, 4)], human);
    const far = descriptionDistance([...clips(100, 8, 2), ...clips(150, 8, 4)], human);
    const farther = descriptionDistance(clips(100, 12, 8), human);
    expect(near).toBeGreaterThan(0);
    expect(far).toBeGreaterThan(near);
    expect(farther).toBeGreaterThan(far);
  });

  it("is the root mean square of differences in human standard deviations", () => {
    // Humans: one clip of 8 and one of 4 notes a bar on one pitch; all other measures have no spread.
    const flat = (length: number) => clip(0, 0, length);
    const two = [flat(2), flat(4)];
    // Notes per bar: mean 6, deviation 2. Clips of 2 a bar lie 2 deviations away.
    expect(descriptionDistance([flat(8)], two)).toBeCloseTo(2, 12);
    expect(descriptionDistance([flat(4)], two)).toBeCloseTo(1, 12);
  });

  it("records the means of what it compares", () => {
    expect(meanDescription([clip(0, 0, 2), clip(0, 0, 4)])).toMatchObject({
      notesPerBar: 6,
      meanInterval: 0,
      repeatedNotes: 1,
    });
  });
});

it("tries the temperatures that its rule names", () => {
  expect(TEMPERATURE_RULE).toContain("0.5, 0.55 … 1.0");
  const steps = TEMPERATURES.map((temperature) => Math.round(temperature * 100));
  expect(steps).toEqual(Array.from({ length: 11 }, (_, i) => 50 + 5 * i));
});

it("is read from a file that names its rule, or holds the sentence as older ones do", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "temperature-"));
  const now = readTemperature("bach")!;
  expect(now.rule).toBe(TEMPERATURE_RULE_ID);
  const file = path.join(folder, "temperature-bach.json");
  fs.writeFileSync(file, JSON.stringify({ ...now, rule: TEMPERATURE_RULE }));
  expect(readTemperature("bach", folder)).toEqual(now);
  fs.writeFileSync(file, JSON.stringify({ ...now, rule: "by ear" }));
  expect(() => readTemperature("bach", folder)).toThrow(/rule/);
  fs.rmSync(folder, { recursive: true });
});
