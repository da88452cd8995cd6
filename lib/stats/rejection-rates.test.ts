import { expect, test } from "vitest";
import { rejectionRates } from "./rejection-rates";

// 2,000 studies run in rejection-rates.full.test.ts; 150 tell a right test from a wrong one.
test("150 null studies: the crossed test stays near its level, pooled and paired tests do not", () => {
  const truth = {
    means: { a: 2.5, b: 2.5 },
    varianceParticipant: 0.3,
    varianceParticipantModel: 0.2,
    varianceStimulus: 0.2,
    varianceResidual: 0.6,
    scale: [0, 5] as const,
  };
  const design = { participants: 20, stimuli: 8, heard: 8 };
  const rates = rejectionRates(truth, design, 150, { seed: "small", ordinalStudies: 3 });
  expect(rates.crossed.of).toBe(150);
  expect(rates.ordinal.of).toBe(3);
  // ± 3.5 standard errors of a 5 % test over 150 studies
  expect(rates.crossed.rate).toBeLessThan(0.112);
  expect(rates.pooled.rate).toBeGreaterThan(0.2);
  expect(rates.pairedByParticipant.rate).toBeGreaterThan(rates.crossed.rate);
});

test("a large true difference is found", () => {
  const truth = {
    means: { a: 1, b: 4 },
    varianceParticipant: 0.3,
    varianceParticipantModel: 0.2,
    varianceStimulus: 0.2,
    varianceResidual: 0.6,
    scale: [0, 5] as const,
  };
  const rates = rejectionRates(truth, { participants: 12, stimuli: 6, heard: 3 }, 10);
  expect(rates.crossed.rate).toBe(1);
  expect(rates.ordinal.of).toBe(0);
});
