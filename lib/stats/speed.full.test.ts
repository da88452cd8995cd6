import { expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { crossedAnalysis } from "./crossed";
import { ordinalAnalysis } from "./ordinal";
import { simulateRatings } from "./simulate";

// processor time, not the clock on the wall: other work on the machine must not fail the test
const seconds = () => process.cpuUsage().user / 1e6;

test("45 participants × 30 stimuli: REML under 1 s, ordinal mixed model under 2 s", () => {
  const truth = {
    means: { a: 2.5, b: 2.7, c: 3 },
    varianceParticipant: 0.3,
    varianceParticipantModel: 0.2,
    varianceStimulus: 0.2,
    varianceResidual: 0.8,
    scale: [0, 5] as const,
  };
  const design = { participants: 45, stimuli: 10, heard: 10 };
  const rows = simulateRatings(truth, design, namedStream("speed"));
  // three ratings lost: the closed form is not allowed
  const incomplete = rows.filter((_, i) => ![7, 400, 1001].includes(i));
  let start = seconds();
  const crossed = crossedAnalysis(incomplete);
  const reml = seconds() - start;
  start = seconds();
  const ordinal = ordinalAnalysis(incomplete);
  const laplace = seconds() - start;
  console.log(`REML ${reml.toFixed(2)} s, ordinal ${laplace.toFixed(2)} s of processor time`);
  expect(crossed.kind === "result" && crossed.method).toBe("REML");
  expect(ordinal.kind).toBe("result");
  expect(reml).toBeLessThan(1);
  expect(laplace).toBeLessThan(2);
});
