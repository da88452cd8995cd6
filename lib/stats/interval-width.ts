import { anchorNames } from "./anchors";
import { confirmatoryTests } from "./confirmatory";
import { crossedAnalysis } from "./crossed";
import { splitPresentations } from "./long-table";
import { plannedRows, type StudyAnalysisInput } from "./study-analysis";

/**
 * The widest 1 − α interval of the plan's contrasts in its primary dimension, from the crossed
 * analysis of the planned set: what the stop rule asks for, and nothing of where the means lie.
 * @returns the width in points of the scale; null where the plan has no contrast, where the data
 * allow no crossed analysis or leave a contrast out, or where the fit did not settle
 */
export function widestPrimaryInterval(input: StudyAnalysisInput): number | null {
  const { plan, anchors = anchorNames } = input.options;
  if (!plan || plan.contrasts.length === 0) return null;
  const { first } = splitPresentations(plannedRows(input));
  const rows = first.filter(
    (row) => row.dimension === plan.primary && !anchors.includes(row.condition),
  );
  if (rows.length === 0) return null;
  const crossed = crossedAnalysis(rows, 1 - plan.alpha, plan.variances);
  if (crossed.kind === "none" || !crossed.converged) return null;
  const tests = confirmatoryTests([{ dimension: plan.primary, crossed }], {
    ...plan,
    dimensions: [plan.primary],
  });
  if (tests.length < plan.contrasts.length) return null;
  const widest = Math.max(...tests.map(({ interval }) => interval.high - interval.low));
  return Number.isFinite(widest) ? widest : null;
}
