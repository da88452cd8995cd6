import { studyFacts } from "@/lib/services/study/study-facts";
import { type RatingSelection, SELECTION_NAMES } from "./counted-ratings";
import { scoreTable } from "./score-table";

/** The descriptive results of a study, as `study results --json` prints them. */
export interface StudyResults {
  study: string;
  mode: string;
  completed: number;
  target: number;
  excluded: number;
  /** Which ratings count, in words. */
  ratings: string;
  rows: {
    condition: string;
    dimension: string;
    n: number;
    mean: number;
    sd: number | null;
    median: number;
    participants: number;
  }[];
}

/**
 * Descriptive results of one study under the conditions' own names, conditions in the figure's
 * order and dimensions in the study's.
 * @throws InputError for an unknown slug
 */
export async function loadStudyResults(
  slug: string,
  selection: RatingSelection = "plan",
): Promise<StudyResults> {
  const facts = await studyFacts(slug, { names: true });
  const table = await scoreTable(facts.id, selection);
  const rows = facts.conditions.flatMap(({ id }) =>
    facts.configuration.dimensions.flatMap((dimension) => {
      const row = table.find((one) => one.condition === id && one.dimension === dimension.id);
      if (!row) return [];
      const { condition, n, mean, sd, median, participants } = row;
      return [{ condition, dimension: dimension.id, n, mean, sd, median, participants }];
    }),
  );
  const { mode, completed, target, excluded } = facts;
  return {
    study: slug,
    mode,
    completed,
    target,
    excluded,
    ratings: SELECTION_NAMES[selection],
    rows,
  };
}
