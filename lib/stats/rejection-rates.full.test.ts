import { expect, test } from "vitest";
import { type RejectionRates, rejectionRates } from "./rejection-rates";
import type { RatingTruth } from "./simulate";

/** No true difference; participants differ in their taste for a model (σ²_LM > 0). */
const nothing = (conditions: string[]): RatingTruth => ({
  means: Object.fromEntries(conditions.map((name) => [name, 2.5])),
  varianceParticipant: 0.3,
  varianceParticipantModel: 0.2,
  varianceStimulus: 0.2,
  varianceResidual: 0.6,
  scale: [0, 5],
});

function show(title: string, rates: RejectionRates): void {
  const lines = Object.entries(rates)
    .filter(([, { of }]) => of > 0)
    .map(([name, r]) => `  ${name}: ${(100 * r.rate).toFixed(2)} % of ${r.of}`);
  console.log([title, ...lines].join("\n"));
}

const HOURS = 3_600_000;

test(
  "2,000 null studies, two models, 20 participants × 8 stimuli, all heard",
  () => {
    const rates = rejectionRates(
      nothing(["a", "b"]),
      { participants: 20, stimuli: 8, heard: 8 },
      2000,
      { seed: "type one, complete", ordinalStudies: 2000 },
    );
    show("complete", rates);
    expect(rates.crossed.of).toBe(2000);
    expect(rates.crossed.rate).toBeGreaterThan(0.035);
    expect(rates.crossed.rate).toBeLessThan(0.065);
    expect(rates.pooled.rate).toBeGreaterThan(0.25);
    expect(rates.pairedByParticipant.rate).toBeGreaterThan(0.12);
  },
  3 * HOURS,
);

test(
  "2,000 null studies, three models, 30 participants hearing 8 of 24 stimuli",
  () => {
    const rates = rejectionRates(
      nothing(["a", "b", "c"]),
      { participants: 30, stimuli: 24, heard: 8 },
      2000,
      { seed: "type one, incomplete" },
    );
    show("incomplete", rates);
    expect(rates.crossedOmnibus.of).toBe(2000);
    expect(rates.crossedOmnibus.rate).toBeGreaterThan(0.035);
    expect(rates.crossedOmnibus.rate).toBeLessThan(0.065);
    expect(rates.crossed.rate).toBeGreaterThan(0.035);
    expect(rates.crossed.rate).toBeLessThan(0.065);
  },
  3 * HOURS,
);
