import { assertNever } from "@/lib/shared/invariant";
import type { ExclusionRule } from "@/lib/study/analysis-plan";

/** A declared exclusion rule in words, with its threshold. */
export function exclusionWords(rule: ExclusionRule): string {
  switch (rule.kind) {
    case "missed catches":
      return `missed at least ${rule.atLeast} catch trials`;
    case "flat ratings":
      return `one value in at least ${rule.share * 100} % of a dimension's main trials`;
    case "low coverage":
      return `heard less than ${rule.below * 100} % of the clips on average`;
    case "tab hidden":
      return `tab hidden for more than ${rule.above * 100} % of the time on trials`;
    case "headphone screen failed":
      return "headphone screen not passed";
    default:
      return assertNever(rule);
  }
}
