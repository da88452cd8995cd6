import { describe, expect, test } from "vitest";
import { crossedAnalysis } from "./crossed";
import { balancedCells, crossedAnova } from "./crossed-anova";
import type { RatingRow } from "./long-table";

/** One line a participant, one digit a stimulus: the first half of condition a, the rest of b. */
function tableRows(lines: string): RatingRow[] {
  return lines.split(" ").flatMap((line, participant) =>
    [...line].map((digit, i) => {
      const condition = i < line.length / 2 ? "a" : "b";
      return {
        participant: `p${participant}`,
        stimulus: `${condition}${i}`,
        condition,
        dimension: "harmony",
        rating: Number(digit),
      };
    }),
  );
}

describe("mean squares that tie", () => {
  // MS of participant × condition equals the residual's: its variance is exactly zero
  const rows = tableRows("02212212 24234433 10103211 13433323 21123233");

  test("the closed form is not used", () => {
    const anova = crossedAnova(balancedCells(rows)!);
    expect(anova.components.participantModel).toBeCloseTo(0, 12);
    expect(anova.valid).toBe(false);
  });

  test("the answer is REML's with the variance at zero", () => {
    const got = crossedAnalysis(rows);
    if (got.kind === "none") throw new Error(got.reason);
    expect(got.method).toBe("REML");
    expect(got.zeroTerms).toEqual(["participant:condition"]);
    expect(got.notes.join()).toContain("participant:condition is estimated as zero");
    // lmerTest 3.1.3 with Nelder-Mead: df 5.99954, p .037249 (θ = 8e-5; at θ = 0 df are 6)
    expect(got.differences[0]!.df).toBeCloseTo(6, 3);
    expect(got.differences[0]!.p).toBeCloseTo(0.03725, 4);
    expect(got.differences[0]!.se).toBeCloseTo(0.281366, 5);
  });
});
