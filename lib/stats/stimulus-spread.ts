import { mean, variance } from "./descriptive";
import { levels, type RatingRow } from "./long-table";

/** How far the stimuli of each condition lie apart. */
export interface StimulusSpread {
  /** standard deviation of the stimulus means, in points of the scale; null for one stimulus */
  conditions: { condition: string; stimuli: number; sd: number | null }[];
  /** the largest over the smallest; null where fewer than two are above zero */
  ratio: number | null;
  /** a sentence where the ratio is above 2 */
  warning: string | null;
}

/** Above this ratio one variance for all conditions does not hold its level: see docs/statistics.md. */
const TOO_UNEQUAL = 2;

/**
 * The spread of the stimulus means within each condition, and a warning where conditions differ so
 * much that a test with one stimulus variance for all may reject far too often or too seldom.
 * @param rows one dimension, first presentations, models only
 */
export function stimulusSpread(rows: readonly RatingRow[]): StimulusSpread {
  const conditions = levels(rows.map((row) => row.condition)).map((condition) => {
    const byStimulus = new Map<string, number[]>();
    for (const row of rows) {
      if (row.condition !== condition) continue;
      const list = byStimulus.get(row.stimulus);
      if (list) list.push(row.rating);
      else byStimulus.set(row.stimulus, [row.rating]);
    }
    const means = [...byStimulus.values()].map((ratings) => mean(ratings));
    const sd = means.length > 1 ? Math.sqrt(variance(means)) : null;
    return { condition, stimuli: means.length, sd };
  });
  const known = conditions.filter(({ sd }) => sd !== null && sd > 0);
  const sorted = [...known].sort((a, b) => b.sd! - a.sd!);
  const [most, least] = [sorted[0], sorted.at(-1)];
  const ratio = most && least && most !== least ? most.sd! / least.sd! : null;
  const warning =
    ratio !== null && ratio > TOO_UNEQUAL
      ? `Stimuli of ${most!.condition} differ ${ratio.toFixed(1)} times as much (SD of their means ${most!.sd!.toFixed(2)}) as those of ${least!.condition} (${least!.sd!.toFixed(2)}): with one variance for all conditions a test may reject far too often, or hardly ever. Trust the line with variances by condition.`
      : null;
  return { conditions, ratio, warning };
}
