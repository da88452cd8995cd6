import type { CrossedResult } from "./crossed";
import { type Equivalence, equivalence } from "./equivalence";
import { holm } from "./holm";
import type { NotPossible, VarianceModel } from "./rating-design";

/** The part of a frozen analysis plan that the statistics need (`analysisPlanSchema` fits). */
export interface ConfirmatoryPlan {
  /** the dimension of the primary question; its contrast is the first of `contrasts` */
  primary: string;
  /** first minus second */
  contrasts: readonly (readonly [string, string])[];
  dimensions: readonly string[];
  alpha: number;
  equivalenceMargin: number | null;
  /** variances of the primary model; plans that were frozen without it mean pooled */
  variances?: VarianceModel;
}

/** One confirmatory contrast of the plan. */
export interface ConfirmatoryTest {
  dimension: string;
  first: string;
  second: string;
  estimate: number;
  se: number;
  df: number;
  p: number;
  /** adjusted over the whole family */
  pHolm: number;
  interval: { low: number; high: number; level: number };
  equivalence: Equivalence | null;
}

/** A dimension's crossed analysis, of which the plan's contrasts are read. */
interface CrossedReport {
  dimension: string;
  crossed: CrossedResult | NotPossible;
}

/** The tests of the plan's contrasts in its dimensions, one Holm family. */
export function confirmatoryTests(
  reports: readonly CrossedReport[],
  plan?: ConfirmatoryPlan,
): ConfirmatoryTest[] {
  if (!plan) return [];
  const found = plan.dimensions.flatMap((dimension) =>
    plan.contrasts.flatMap(([first, second]) => {
      const difference = findDifference(reports, dimension, first, second);
      return difference.kind === "none" ? [] : [{ dimension, ...difference.value }];
    }),
  );
  const adjusted = holm(found.map((test) => test.p));
  return found.map(({ dimension, first, second, estimate, se, df, p, interval }, i) => ({
    ...{ dimension, first, second, estimate, se, df, p, interval },
    pHolm: adjusted[i]!,
    equivalence:
      plan.equivalenceMargin === null
        ? null
        : equivalence({ estimate, se, df }, plan.equivalenceMargin, plan.alpha),
  }));
}

/** A difference in the declared direction, or why there is none. */
export function findDifference(
  reports: readonly CrossedReport[],
  dimension: string,
  first: string,
  second: string,
) {
  const report = reports.find((entry) => entry.dimension === dimension);
  if (!report) {
    return { kind: "none" as const, reason: `There are no ratings of ${dimension} yet.` };
  }
  if (report.crossed.kind === "none") return report.crossed;
  for (const d of report.crossed.differences) {
    if (d.first === first && d.second === second) return { kind: "found" as const, value: d };
    if (d.first === second && d.second === first) {
      const { low, high, level } = d.interval;
      const value = {
        ...d,
        first,
        second,
        estimate: -d.estimate,
        t: -d.t,
        interval: { low: -high, high: -low, level },
      };
      return { kind: "found" as const, value };
    }
  }
  const known = report.crossed.conditions.join(", ");
  return {
    kind: "none" as const,
    reason: `The plan compares ${first} with ${second}, but the rated models are ${known}.`,
  };
}
