import "server-only";
import { SPREADS, type Spread } from "@/lib/figures/score-data";
import { RATING_SELECTIONS, type RatingSelection } from "@/lib/services/result/counted-ratings";
import type { FigureRequest } from "@/lib/services/result/score-figure";

/** Reads from an address what a figure shows; anything unknown gives the paper's way. */
export function resultsRequest(
  given: Record<string, string | string[] | undefined>,
  stamps: string[],
): FigureRequest {
  const spread = SPREADS.find((one) => one === given.spread) ?? ("sd" satisfies Spread);
  const selection =
    RATING_SELECTIONS.find((one) => one === given.selection) ?? ("plan" satisfies RatingSelection);
  return { spread, selection, stamps };
}
