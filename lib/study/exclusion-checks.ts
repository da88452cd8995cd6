import { assertNever } from "@/lib/shared/invariant";
import type { ExclusionRule } from "@/lib/study/analysis-plan";

/** What a session's data say about how it was done. */
export interface SessionConduct {
  /** Catch trials in which at least one rating was not the one asked for. */
  missedCatches: number;
  /** Values of the main trials by dimension. */
  values: Readonly<Record<string, readonly number[]>>;
  /** Heard share of each clip, 0..1. */
  coverage: readonly number[];
  hiddenMs: number;
  /** Time on trials. */
  elapsedMs: number;
  /** null where there was no screen. */
  headphonesPassed: boolean | null;
}

/**
 * The plan's rules that a session falls under. Rules mark, they never delete: every result is shown
 * with and without what they mark.
 */
export function matchedRules(
  rules: readonly ExclusionRule[],
  conduct: SessionConduct,
): ExclusionRule[] {
  return rules.filter((rule) => matches(rule, conduct));
}

function matches(rule: ExclusionRule, conduct: SessionConduct): boolean {
  switch (rule.kind) {
    case "missed catches":
      return conduct.missedCatches >= rule.atLeast;
    case "flat ratings":
      return Object.values(conduct.values).some((values) => flatShare(values) >= rule.share);
    case "low coverage":
      return conduct.coverage.length > 0 && mean(conduct.coverage) < rule.below;
    case "tab hidden":
      return conduct.elapsedMs > 0 && conduct.hiddenMs / conduct.elapsedMs > rule.above;
    case "headphone screen failed":
      return conduct.headphonesPassed === false;
    default:
      return assertNever(rule);
  }
}

/** Share of the most frequent value; 0 without values. */
function flatShare(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return values.length === 0 ? 0 : Math.max(...counts.values()) / values.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether a catch trial's ratings are those asked for: the lowest or highest point everywhere. */
export function catchPassed(
  answer: "lowest" | "highest",
  ratings: readonly { value: number; low: number; high: number }[],
): boolean {
  return (
    ratings.length > 0 &&
    ratings.every(({ value, low, high }) => value === (answer === "lowest" ? low : high))
  );
}
