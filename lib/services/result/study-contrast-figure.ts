import { type ContrastFigure, contrastFigureOf } from "@/lib/figures/contrast-data";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import type { StatsReport } from "@/lib/stats/analyse";
import { SELECTION_NAMES } from "./counted-ratings";
import { modeStamp } from "./score-figure";

/** The figure of a study's means and differences, with the marks that must stay with it. */
export function studyContrastFigure(
  facts: StudyFacts,
  report: StatsReport,
  stamps: readonly string[],
): ContrastFigure {
  const { dimensions, plan } = facts.configuration;
  return contrastFigureOf(report, {
    ranges: Object.fromEntries(dimensions.map((d) => [d.id, [d.low, d.high] as const])),
    excluded: facts.excluded,
    analysisSet: SELECTION_NAMES.plan,
    stamps: [...modeStamp(facts), ...stamps],
    alpha: plan.alpha,
  });
}
