import type { StopRule } from "@/lib/study/analysis-plan";

/**
 * Completed sessions from which an interval's width counts: with 20 listeners the standard deviation
 * between them is known to about a third, with a handful a narrow interval may be chance.
 */
export const WIDTH_COUNTS_FROM = 20;

/** How far a study has come. */
export interface Collected {
  /** completed sessions that are not excluded */
  completed: number;
  /** the widest interval of the primary contrasts, in points; null where it cannot be computed */
  width: number | null;
}

/** Whether collecting ends here: enough sessions, or an interval that is narrow enough. */
export function meetsStopRule(rule: StopRule, { completed, width }: Collected): boolean {
  if (rule.kind === "quota") return completed >= rule.participants;
  if (completed >= rule.maximum) return true;
  return completed >= WIDTH_COUNTS_FROM && width !== null && width <= rule.width;
}

/** The stop rule in words, as it stands in a preregistration. */
export function stopRuleWords(rule: StopRule, alpha: number): string {
  if (rule.kind === "quota") return `${rule.participants} completed sessions`;
  const level = Number((100 * (1 - alpha)).toFixed(1));
  return (
    `${level} % interval of every primary contrast no wider than ${rule.width} points ` +
    `(from ${WIDTH_COUNTS_FROM} completed sessions on), at most ${rule.maximum} completed sessions`
  );
}
