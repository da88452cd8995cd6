import type { ScoreFigure, Spread } from "@/lib/figures/score-data";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { inLanguage } from "@/lib/study/local-text";
import { type RatingSelection, SELECTION_NAMES } from "./counted-ratings";
import { type ScoreRow, scoreTable } from "./score-table";

/** How a study's figure is asked for. */
export interface FigureRequest {
  spread: Spread;
  selection: RatingSelection;
  /** Marks that must stay with the figure. */
  stamps: string[];
}

/** Figure 8 of a study: its models (anchors have a table of their own) on its dimensions. */
export async function studyFigure(
  facts: StudyFacts,
  request: FigureRequest,
): Promise<{ figure: ScoreFigure; rows: ScoreRow[] }> {
  const rows = await scoreTable(facts.id, request.selection);
  const figure = figureOf(facts, rows, request);
  return { figure, rows };
}

/** Puts a score table into the figure's shape. */
export function figureOf(
  facts: StudyFacts,
  rows: readonly ScoreRow[],
  request: FigureRequest,
): ScoreFigure {
  const compared = new Set(facts.configuration.trials.models.map(({ condition }) => condition));
  const conditions = facts.conditions.filter(({ id }) => compared.has(id));
  return {
    title: "Average and Variance of Score",
    conditions,
    dimensions: facts.configuration.dimensions.map(({ id, name, low, high }) => ({
      id,
      label: inLanguage(name, "en").toLowerCase() || id,
      min: low,
      max: high,
    })),
    cells: rows.filter(({ condition }) => compared.has(condition)),
    spread: request.spread,
    excluded: request.selection === "plan" ? facts.excluded : 0,
    analysisSet: SELECTION_NAMES[request.selection],
    stamps: [...modeStamp(facts), ...request.stamps],
  };
}

/** The mark of figures that no person gave the ratings of. */
export function modeStamp({ mode }: StudyFacts): string[] {
  if (mode === "simulated") return ["Simulated participants: no person gave these ratings."];
  return mode === "test" ? ["Test sessions: not data."] : [];
}
