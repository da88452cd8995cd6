import type { OnProgress } from "@/lib/shared/progress";
import { type AnalysisOptions, analyseRatings, type StatsReport } from "./analyse";
import { anchorNames } from "./anchors";
import { type ConfirmatoryPlan, type ConfirmatoryTest, confirmatoryTests } from "./confirmatory";
import { crossedAnalysis } from "./crossed";
import { levels, type RatingRow, splitPresentations } from "./long-table";
import { pairsOf } from "./naive";

/** A session, as far as it decides whether its ratings count. */
export interface AnalysedSession {
  id: string;
  complete: boolean;
  /** stands excluded now */
  excluded: boolean;
  /** the declared exclusion rules that it falls under, as `rules` writes them */
  rules: string[];
}

/** Everything that the analysis of a study is computed from: plain data, ready for a thread. */
export interface StudyAnalysisInput {
  /** ratings of main and repeat trials of all sessions, each with its session */
  rows: RatingRow[];
  sessions: AnalysedSession[];
  /** the declared exclusion rules in words */
  rules: string[];
  options: AnalysisOptions;
}

/** The planned contrasts when another set of sessions counts. */
export interface AnalysisVariant {
  name: string;
  participants: number;
  ratings: number;
  tests: ConfirmatoryTest[];
  /** the model of each dimension in R's notation */
  formulas: Record<string, string>;
  /** why there are no tests; null where there are */
  reason: string | null;
}

/** The analysis of a study: the report of the planned set, and what other sets would give. */
export interface StudyAnalysis {
  report: StatsReport | null;
  /** why there is no report */
  reason: string | null;
  variants: AnalysisVariant[];
}

/** Who counts in a variant. */
interface Selection {
  name: string;
  keeps: (session: AnalysedSession) => boolean;
}

/**
 * Analyses a study as planned (completed sessions that are not excluded, first presentations), and
 * the planned contrasts again under each declared exclusion rule, without exclusions, and with all
 * ratings given.
 * @param onProgress told what is computed next, and how many of the steps are done
 */
export function analyseStudy(
  { rows, sessions, rules, options }: StudyAnalysisInput,
  onProgress: OnProgress = () => {},
): StudyAnalysis {
  const chosen = selections(rules);
  const dimensions = levels(rows.map((row) => row.dimension)).length;
  const total = 3 * dimensions + chosen.length;
  let done = 0;
  const step = (stage: string) => onProgress({ stage, done: Math.min(total, done++), total });
  const planned = keep(rows, sessions, PLANNED);
  if (planned.length === 0) {
    return {
      report: null,
      reason: "There are no ratings of completed sessions yet.",
      variants: [],
    };
  }
  const report = analyseRatings(planned, { ...options, onStep: step });
  const variants = chosen.map((selection) => {
    step(`planned contrasts: ${selection.name}`);
    return variant(selection.name, keep(rows, sessions, selection), report.conditions, options);
  });
  return { report, reason: null, variants };
}

const PLANNED: Selection = {
  name: "as planned",
  keeps: ({ complete, excluded }) => complete && !excluded,
};

/** The ratings that count as planned: those of completed sessions that are not excluded. */
export function plannedRows({ rows, sessions }: StudyAnalysisInput): RatingRow[] {
  return keep(rows, sessions, PLANNED);
}

/** As planned first; each rule alone; all rules; nobody excluded; everything given. */
function selections(rules: readonly string[]): Selection[] {
  const each = rules.map(
    (rule): Selection => ({
      name: `only the rule: ${rule}`,
      keeps: ({ complete, rules: own }) => complete && !own.includes(rule),
    }),
  );
  const all: Selection = {
    name: "all declared rules",
    keeps: ({ complete, rules: own }) => complete && own.length === 0,
  };
  return [
    PLANNED,
    ...each,
    ...(rules.length > 1 ? [all] : []),
    { name: "nobody excluded", keeps: ({ complete }) => complete },
    { name: "all ratings given, unfinished sessions too", keeps: () => true },
  ];
}

function keep(rows: RatingRow[], sessions: AnalysedSession[], { keeps }: Selection): RatingRow[] {
  const kept = new Set(sessions.filter(keeps).map(({ id }) => id));
  return rows.filter((row) => kept.has(row.session ?? ""));
}

function variant(
  name: string,
  rows: RatingRow[],
  conditions: readonly string[],
  options: AnalysisOptions,
): AnalysisVariant {
  const anchors = options.anchors ?? anchorNames;
  const { first } = splitPresentations(rows);
  const models = first.filter((row) => !anchors.includes(row.condition));
  const plan = comparisons(options.plan, models, conditions);
  const level = 1 - plan.alpha;
  const reports = plan.dimensions.map((dimension) => ({
    dimension,
    crossed: crossedAnalysis(
      models.filter((row) => row.dimension === dimension),
      level,
      plan.variances,
    ),
  }));
  const tests = confirmatoryTests(reports, plan);
  const refused = reports.flatMap(({ crossed }) => (crossed.kind === "none" ? crossed.reason : []));
  return {
    name,
    participants: new Set(models.map((row) => row.participant)).size,
    ratings: models.length,
    tests,
    formulas: Object.fromEntries(
      reports.flatMap(({ dimension, crossed }) =>
        crossed.kind === "result" ? [[dimension, crossed.formula]] : [],
      ),
    ),
    reason: tests.length > 0 ? null : (refused[0] ?? "There is nothing to compare."),
  };
}

/** The plan's contrasts; where it declares none, every pair of models in every dimension. */
function comparisons(
  plan: ConfirmatoryPlan | undefined,
  models: readonly RatingRow[],
  conditions: readonly string[],
): ConfirmatoryPlan {
  if (plan && plan.contrasts.length > 0) return plan;
  const dimensions = levels(models.map((row) => row.dimension));
  const there = new Set(models.map((row) => row.condition));
  return {
    primary: dimensions[0] ?? "",
    contrasts: pairsOf(conditions.filter((name) => there.has(name))),
    dimensions,
    alpha: plan?.alpha ?? 0.05,
    equivalenceMargin: plan?.equivalenceMargin ?? null,
    ...(plan?.variances ? { variances: plan.variances } : {}),
  };
}
