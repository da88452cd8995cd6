import { namedStream } from "@/lib/shared/rng";
import { crossedAnalysis } from "./crossed";
import { naiveAnalysis } from "./naive";
import { ordinalAnalysis } from "./ordinal";
import { type RatingTruth, type SimulatedDesign, simulateRatings } from "./simulate";

/** How often a test rejected, out of the studies in which it gave a p-value. */
export interface RejectionRate {
  rejected: number;
  of: number;
  rate: number;
}

/** Rejection rates of the first two conditions' difference, per analysis, on the same studies. */
export interface RejectionRates {
  crossed: RejectionRate;
  /** omnibus F of the crossed analysis over all conditions */
  crossedOmnibus: RejectionRate;
  pooled: RejectionRate;
  pairedByParticipant: RejectionRate;
  ordinal: RejectionRate;
}

/**
 * Simulates studies and counts at level α how often each analysis rejects. With equal means this
 * is the type-I error, else the power.
 * @param ordinalStudies in how many of them the (slow) ordinal mixed model is fitted too
 */
export function rejectionRates(
  truth: RatingTruth,
  design: SimulatedDesign,
  studies: number,
  { alpha = 0.05, seed = 1 as number | string, ordinalStudies = 0 } = {},
): RejectionRates {
  const p = {
    crossed: [] as (number | null)[],
    crossedOmnibus: [] as (number | null)[],
    pooled: [] as (number | null)[],
    pairedByParticipant: [] as (number | null)[],
    ordinal: [] as (number | null)[],
  };
  for (let study = 0; study < studies; study++) {
    const rows = simulateRatings(truth, design, namedStream(seed, "study", study));
    const crossed = crossedAnalysis(rows);
    const naive = naiveAnalysis(rows).pairs[0];
    p.crossed.push(crossed.kind === "result" ? crossed.differences[0]!.p : null);
    p.crossedOmnibus.push(crossed.kind === "result" ? crossed.omnibus.p : null);
    p.pooled.push(naive?.pooled?.p ?? null);
    p.pairedByParticipant.push(naive?.paired?.p ?? null);
    if (study >= ordinalStudies) continue;
    const ordinal = ordinalAnalysis(rows);
    p.ordinal.push(ordinal.kind === "result" ? ordinal.differences[0]!.p : null);
  }
  const rate = (values: readonly (number | null)[]): RejectionRate => {
    const given = values.filter((value) => value !== null);
    const rejected = given.filter((value) => value < alpha).length;
    return { rejected, of: given.length, rate: given.length ? rejected / given.length : 0 };
  };
  return {
    crossed: rate(p.crossed),
    crossedOmnibus: rate(p.crossedOmnibus),
    pooled: rate(p.pooled),
    pairedByParticipant: rate(p.pairedByParticipant),
    ordinal: rate(p.ordinal),
  };
}
