import type { CheckGroup } from "./reference/checks";
import {
  closedFormChecks,
  exampleOrdinalChecks,
  exampleRankChecks,
  remlChecks,
} from "./reference/crossed-example";
import {
  alphaChecks,
  friedmanChecks,
  holmChecks,
  iccChecks,
  wilcoxonChecks,
} from "./reference/ranks-and-reliability";
import { designChecks, planningChecks, wineChecks } from "./reference/wine-and-planning";

export type { CheckGroup } from "./reference/checks";

/**
 * Re-runs every published example (lib/stats/reference/reference-values.json) and compares what
 * this code gives with what is printed, to the printed digits. Takes about a second.
 */
export function checkPublishedExamples(): CheckGroup[] {
  return [
    iccChecks(),
    alphaChecks(),
    friedmanChecks(),
    wilcoxonChecks(),
    ...holmChecks(),
    closedFormChecks(),
    remlChecks(),
    exampleRankChecks(),
    exampleOrdinalChecks(),
    ...wineChecks(),
    planningChecks(),
    designChecks(),
  ];
}
