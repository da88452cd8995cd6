/** What the error bars of a score figure may show. */
export const SPREADS = ["sd", "se", "ci95"] as const;
/** One of `SPREADS`. */
export type Spread = (typeof SPREADS)[number];

/** One condition (a group of bars). */
export interface ScoreCondition {
  id: string;
  /** What stands under the bars: the model's name, or "Model A" while the desk is blind. */
  label: string;
}

/** One rating dimension with its scale's ends. */
export interface ScoreDimension {
  id: string;
  label: string;
  min: number;
  max: number;
}

/** The ratings of one condition on one dimension, summed up. */
export interface ScoreCell {
  condition: string;
  dimension: string;
  /** Ratings counted. */
  n: number;
  mean: number;
  /** Standard deviation over the ratings (n − 1), null with fewer than two. */
  sd: number | null;
  /** Participants who gave at least one of the ratings. */
  participants: number;
  /** Standard deviation of the participants' own means (n − 1), null with fewer than two. */
  participantSd: number | null;
}

/** Everything a score figure shows and its caption states. */
export interface ScoreFigure {
  title: string;
  conditions: ScoreCondition[];
  dimensions: ScoreDimension[];
  cells: ScoreCell[];
  spread: Spread;
  /** Participants left out by an exclusion, whose ratings are not in the figure. */
  excluded: number;
  /** What the ratings are, for example "first presentations of main trials". */
  analysisSet: string;
  /** Marks that must stay with the figure: a look before the stop rule, an unblinding. */
  stamps: string[];
}

/** Two-sided 97.5 % points of Student's t for 1 to 30 degrees of freedom (NIST handbook, 1.3.6.7.2). */
const T975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
] as const;

/**
 * Half the length of the error bar.
 * `sd`: one standard deviation of the ratings. `se`: standard error of the participants' means.
 * `ci95`: 95 % interval of the mean over participants (t × se).
 * @returns undefined where it can't be computed (fewer than two ratings or participants)
 */
export function spreadOf(cell: ScoreCell, spread: Spread): number | undefined {
  if (cell.n === 0) return undefined;
  if (spread === "sd") return cell.sd ?? undefined;
  if (cell.participantSd === null || cell.participants < 2) return undefined;
  const error = cell.participantSd / Math.sqrt(cell.participants);
  return spread === "se" ? error : error * t975(cell.participants - 1);
}

/** The 97.5 % point of Student's t, by table up to 30 degrees of freedom, then Cornish–Fisher (error < 0.0005). */
export function t975(df: number): number {
  const z = 1.959964;
  return (
    T975[df - 1] ??
    z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2)
  );
}

/** Keeps an interval inside an axis. */
export function clipTo(domain: readonly number[], low: number, high: number): [number, number] {
  const [bottom = 0, top = 0] = domain;
  return [Math.max(bottom, low), Math.min(top, high)];
}
