import { expect, test } from "vitest";
import { modelRatings } from "@/tests/factories/model-ratings";
import { crossedAnalysis } from "./crossed";
import { ordinalAnalysis } from "./ordinal";

// processor time, not the clock on the wall: other work on the machine must not fail the test
const seconds = () => process.cpuUsage().user / 1e6;

test("45 participants × 30 stimuli: REML under 1 s, ordinal mixed model under 2 s", () => {
  const { incomplete } = modelRatings();
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
