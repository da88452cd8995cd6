import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/**
 * Browser tests that run side by side. Each lane has a site and a database of its own, for its tests
 * kill them; the next file of tests goes to the lane that is free. STUDY_E2E_LANES overrides it.
 */
export const LANES = z.coerce
  .number()
  .int()
  .min(1)
  .parse(process.env.STUDY_E2E_LANES ?? Math.min(2, availableParallelism()));

const laneSchema = z.strictObject({ url: z.string(), set: z.string() });

/** What the tests of a lane are told: the address of its site, and its set of 2-second clips. */
export type Lane = z.infer<typeof laneSchema>;

/** The data folder of a lane. */
export function laneFolder(lane: number): string {
  return join(process.env.STUDY_E2E_DATA ?? "", `lane-${lane}`);
}

/** Leaves the lanes to the processes that run tests. */
export function announceLanes(lanes: readonly Lane[]): void {
  process.env.STUDY_E2E_SITES = JSON.stringify(lanes);
}

/** Puts this process into its lane; the one that only hands out tests is in none. */
export function enterLane(): void {
  const { TEST_PARALLEL_INDEX: index, STUDY_E2E_SITES: sites } = process.env;
  if (index === undefined || sites === undefined) return;
  const { url, set } = z.array(laneSchema).parse(JSON.parse(sites))[Number(index)]!;
  process.env.STUDY_DATA = laneFolder(Number(index));
  process.env.STUDY_E2E_URL = url;
  process.env.STUDY_E2E_SET = set;
}
