import { contrastFigureSvg } from "@/lib/figures/contrast-figure";
import type { DistributionFigure } from "@/lib/figures/distribution-figure";
import { distributionFigureSvg } from "@/lib/figures/distribution-figure";
import type { OriginalityFigure } from "@/lib/figures/originality-figure";
import { originalityFigureSvg } from "@/lib/figures/originality-figure";
import type { ScoreFigure } from "@/lib/figures/score-data";
import { scoreFigureSvg } from "@/lib/figures/score-figure";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { assertNever, InputError } from "@/lib/shared/invariant";
import { type BreakdownRow, scoreByStimulus } from "./breakdown";
import { currentAnalysis } from "./kept-analysis";
import { type FigureRequest, studyFigure } from "./score-figure";
import type { ScoreRow } from "./score-table";
import { studyContrastFigure } from "./study-contrast-figure";

/** The figures of a study's results. */
export const STUDY_FIGURES = ["scores", "differences", "values", "originality"] as const;
/** One of `STUDY_FIGURES`. */
export type StudyFigureKind = (typeof STUDY_FIGURES)[number];

/**
 * A figure of a study's results for a file: an SVG with its caption.
 * @param dimension of the originality figure; the first one where it is not given
 * @throws InputError where the models behind it have not been computed, or there is nothing to draw
 */
export async function studyFigureSvg(
  facts: StudyFacts,
  kind: StudyFigureKind,
  request: FigureRequest,
  dimension?: string,
): Promise<string> {
  if (kind === "differences") return differencesSvg(facts, request);
  const { figure, rows } = await studyFigure(facts, request);
  switch (kind) {
    case "scores":
      return scoreFigureSvg(figure, { caption: true });
    case "values":
      return distributionFigureSvg(valuesFigure(facts, figure, rows), true);
    case "originality": {
      const stimuli = await scoreByStimulus(facts.id, request.selection);
      const all = originalityFigures(figure, stimuli);
      const found = all.find(({ id }) => id === dimension) ?? all[0];
      if (!found)
        throw new InputError("the originality of these clips is not known", { code: "not found" });
      return originalityFigureSvg(found.figure, true);
    }
    default:
      return assertNever(kind);
  }
}

async function differencesSvg(facts: StudyFacts, request: FigureRequest): Promise<string> {
  const { analysis } = await currentAnalysis(facts);
  if (!analysis.report)
    throw new InputError(analysis.reason ?? "there is no result", { code: "conflict" });
  return contrastFigureSvg(studyContrastFigure(facts, analysis.report, request.stamps), true);
}

/** How often each value was given, for every condition of the table. */
export function valuesFigure(
  facts: StudyFacts,
  figure: ScoreFigure,
  rows: readonly ScoreRow[],
): DistributionFigure {
  return {
    conditions: facts.conditions.map(({ id, label }) => ({ id, label })),
    dimensions: figure.dimensions,
    cells: [...rows],
    source: figure,
  };
}

/** Rating against originality, a figure for each dimension; none where originality is not known. */
export function originalityFigures(
  figure: ScoreFigure,
  stimuli: readonly BreakdownRow[],
): { id: string; figure: OriginalityFigure }[] {
  const compared = new Set(figure.conditions.map(({ id }) => id));
  const known = stimuli.filter((row) => row.longestRun !== null && compared.has(row.condition));
  if (known.length === 0) return [];
  return figure.dimensions.map((dimension) => ({
    id: dimension.id,
    figure: {
      conditions: figure.conditions,
      dimension,
      points: known
        .filter((row) => row.dimension === dimension.id)
        .map(({ condition, longestRun, mean }) => ({
          condition,
          longestRun: longestRun ?? 0,
          mean,
        })),
      source: figure,
    },
  }));
}
