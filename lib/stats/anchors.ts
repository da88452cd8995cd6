import { type DescriptiveStatistics, describe as describeValues, mean } from "./descriptive";
import { levels, type RatingRow } from "./long-table";
import { ratingDesign } from "./rating-design";
import { contrastTest, fitReml, leavesNoResidual } from "./reml";
import { remlProblem } from "./reml-criterion";
import type { TTest } from "./t-tests";

/** Conditions that anchor the scale, not models under comparison. */
export const anchorNames = ["human", "scrambled"] as const;

/** One anchor beside the models. */
export interface AnchorLine {
  anchor: string;
  description: DescriptiveStatistics;
  /** anchor minus the mean of the models, participants and stimuli random; null with `reason` */
  gap: TTest | null;
  reason: string | null;
  /** the model of the gap in R's notation; null without one */
  formula: string | null;
  /** participants who rated both, and how many of them put the anchor above the models' mean */
  participants: number;
  above: number;
  ties: number;
}

/**
 * The table of the anchors of one dimension: mean, gap to the models with its interval, and in how
 * many participants the anchor stands above the models. Anchors enter no other analysis.
 */
export function anchorTable(
  rows: readonly RatingRow[],
  anchors: readonly string[],
  level = 0.95,
): AnchorLine[] {
  const models = rows.filter((row) => !anchors.includes(row.condition));
  return anchors
    .filter((anchor) => rows.some((row) => row.condition === anchor))
    .map((anchor) => {
      const own = rows.filter((row) => row.condition === anchor);
      return {
        anchor,
        description: describeValues(
          own.map((row) => row.rating),
          level,
        ),
        ...gapToModels(own, models, level),
        ...ordering(own, models),
      };
    });
}

function gapToModels(own: readonly RatingRow[], models: readonly RatingRow[], level: number) {
  const design = ratingDesign([...models, ...own]);
  if (design.kind === "none") return { gap: null, formula: null, reason: design.reason };
  const count = design.conditions.length;
  if (count < 2) return { gap: null, formula: null, reason: "There are no ratings of models." };
  const x = [...design.condition].map((c) => design.conditions.map((_, k) => (k === c ? 1 : 0)));
  const problem = remlProblem(design.ratings, x, design.terms);
  if (leavesNoResidual(problem)) {
    const reason = "Ratings leave no variation to compare with.";
    return { gap: null, formula: null, reason };
  }
  const fit = fitReml(problem);
  const anchor = own[0]!.condition;
  const weights = design.conditions.map((name) => (name === anchor ? 1 : -1 / (count - 1)));
  return { gap: contrastTest(fit, weights, level), formula: design.formula, reason: null };
}

function ordering(own: readonly RatingRow[], models: readonly RatingRow[]) {
  const result = { participants: 0, above: 0, ties: 0 };
  for (const participant of levels(own.map((row) => row.participant))) {
    const of = (list: readonly RatingRow[]) =>
      list.filter((row) => row.participant === participant).map((row) => row.rating);
    const others = of(models);
    if (others.length === 0) continue;
    const difference = mean(of(own)) - mean(others);
    result.participants++;
    if (Math.abs(difference) < 1e-12) result.ties++;
    else if (difference > 0) result.above++;
  }
  return result;
}
