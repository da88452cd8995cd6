import { describe, expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { crossedAnalysis } from "./crossed";
import { balancedCells, crossedAnova } from "./crossed-anova";
import type { RatingRow } from "./long-table";
import { simulateRatings } from "./simulate";

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

describe("variances by condition", () => {
  const truth = {
    means: { a: 2.5, b: 2.5 },
    varianceParticipant: 0.3,
    varianceParticipantModel: 0.2,
    varianceStimulus: { a: 0.81, b: 0.01 },
    varianceResidual: 0.6,
    scale: [0, 5] as const,
  };
  const analysed = (rows: RatingRow[], variances: "pooled" | "by condition") => {
    const got = crossedAnalysis(rows, 0.95, variances);
    if (got.kind === "none") throw new Error(got.reason);
    return got;
  };

  test("few wide and many narrow stimuli: a wider interval and the few stimuli's df", () => {
    const design = { participants: 20, stimuli: { a: 3, b: 12 }, heard: 12 };
    const rows = simulateRatings(truth, design, namedStream(4, "unequal"));
    const [pooled, each] = [analysed(rows, "pooled"), analysed(rows, "by condition")];
    expect(each.differences[0]!.se).toBeGreaterThan(1.3 * pooled.differences[0]!.se);
    expect(each.differences[0]!.df).toBeLessThan(4);
    expect(each.components.map(({ name }) => name)).toContain("stimulus in a");
    expect(each.formula).toContain('(0 + dummy(condition, "a") | stimulus)');
  });

  test("two stimuli a condition: the counts leave one variance for stimuli, and a note says so", () => {
    const rows = simulateRatings(
      { ...truth, varianceStimulus: 0.2 },
      { participants: 20, stimuli: 2, heard: 2 },
      namedStream(3, "two"),
    );
    const each = analysed(rows, "by condition");
    expect(each.formula).toContain("(1 | stimulus)");
    expect(each.notes.join()).toContain("stimulus has one variance for all conditions");
  });

  test("shared items: participant × item is in the model, and in none with pooled variances", () => {
    const shared = { ...truth, sharedItems: { varianceItem: 0.2, varianceParticipantItem: 0.4 } };
    const design = { participants: 20, stimuli: 6, heard: 6 };
    const rows = simulateRatings(shared, design, namedStream(3, "items"));
    expect(analysed(rows, "pooled").formula).not.toContain("participant:item");
    const each = analysed(rows, "by condition");
    const taste = each.components.find(({ name }) => name === "participant:item")!;
    expect(taste.variance).toBeGreaterThan(0.2);
    expect(taste.variance).toBeLessThan(0.7);
  });
});
