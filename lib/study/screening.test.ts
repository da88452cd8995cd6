import { describe, expect, it } from "vitest";
import { instrumentFrom } from "@/lib/audio/instruments";
import { calibrationSound, headphoneScreen } from "@/lib/audio/screening";
import {
  guessPassProbability,
  NOTE_CHOICES,
  noteCount,
  rightCount,
  rightIntervals,
} from "@/lib/study/screening";
import reference from "@/tests/golden/design.json";

describe("answers of the listener's checks", () => {
  it("are those of the sounds that lib/audio makes", async () => {
    const organ = instrumentFrom("organ", () => Promise.reject(new Error("no samples")));
    for (const seed of ["ses_a 1", "ses_a 2", "ses_b 1", "ses_c 1"]) {
      const sound = await calibrationSound(organ, seed);
      expect(noteCount(seed)).toBe(sound.answer);
      expect(NOTE_CHOICES).toContain(sound.answer);
    }
    for (const kind of ["huggins", "antiphase"] as const) {
      const screen = headphoneScreen(kind, "ses_a 1");
      expect(rightIntervals(kind, "ses_a 1")).toEqual(screen.map((trial) => trial.answer));
    }
  });

  it("count a missing answer as wrong", () => {
    expect(rightCount([1, 2, 3, 1, 2, 3], [1, 2, 3, 1, 2])).toBe(5);
    expect(rightCount([1, 2, 3, 1, 2, 3], [])).toBe(0);
  });

  it("are guessed as seldom as published", () => {
    const { "6/6": all, ">=5/6": five, ">=4/6": four } = reference.headphone_guess_pass_prob;
    expect(guessPassProbability(6)).toBeCloseTo(all, 12);
    expect(guessPassProbability(5)).toBeCloseTo(five, 12);
    expect(guessPassProbability(4)).toBeCloseTo(four, 12);
  });
});
