import type { BundleFacts } from "@/lib/export/bundle/texts";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { studyProgress } from "@/lib/services/study/study-progress";
import type { StudyAnalysis, StudyAnalysisInput } from "@/lib/stats/study-analysis";
import { stopRuleWords } from "@/lib/study/stop-rule";

/** The plan beside what was done, and how many participants went how far. */
export async function plannedAndDone(
  facts: StudyFacts,
  analysis: StudyAnalysis,
  input: StudyAnalysisInput,
): Promise<Pick<BundleFacts, "planned" | "flow">> {
  const progress = await studyProgress(facts);
  const { report } = analysis;
  return {
    planned: [...plannedTests(facts, report), ...plannedData(facts, analysis, input)],
    flow: [
      { what: "Started", participants: progress.started },
      { what: "Declined consent", participants: progress.declined },
      { what: "Screened out", participants: progress.screenedOut },
      { what: "Left before the end", participants: progress.abandoned },
      { what: "Still under way", participants: progress.active },
      { what: "Withdrawn", participants: progress.withdrawn },
      { what: "Completed", participants: progress.complete },
      { what: "Excluded", participants: progress.excluded },
      { what: "Analysed", participants: report?.participants ?? 0 },
    ],
  };
}

type PlannedRow = BundleFacts["planned"][number];

/** When collecting ended, and what was tested. */
function plannedTests(facts: StudyFacts, report: StudyAnalysis["report"]): PlannedRow[] {
  const { plan, stop } = facts.configuration;
  const tested = new Set(report?.confirmatory.map((t) => `${t.first} − ${t.second}`));
  return [
    {
      what: "Stop rule",
      plan: stopRuleWords(stop, plan.alpha),
      done: `${facts.completed} completed and not excluded${facts.stopRuleMet ? "" : " (not met)"}`,
    },
    {
      what: "Primary dimension",
      plan: plan.primary,
      done: report?.primary ? plan.primary : (report?.primaryReason ?? ""),
    },
    {
      what: "Contrasts",
      plan: plan.contrasts.map(([a, b]) => `${a} − ${b}`).join("; ") || "none",
      done: [...tested].join("; ") || "none",
    },
    {
      what: "Confirmatory dimensions",
      plan: plan.dimensions.join(", "),
      done: [...new Set(report?.confirmatory.map((t) => t.dimension))].join(", "),
    },
  ];
}

/** Which sessions and trials the tests stand on. */
function plannedData(
  facts: StudyFacts,
  { report, variants }: StudyAnalysis,
  { rules, sessions }: StudyAnalysisInput,
): PlannedRow[] {
  const { plan, trials } = facts.configuration;
  const matched = rules.map((rule) => {
    const under = sessions.filter((session) => session.complete && session.rules.includes(rule));
    return `${rule}: ${under.length} sessions`;
  });
  return [
    {
      what: "Analysis set",
      plan: plan.analysisSet,
      done: `${variants[0]?.participants ?? 0} participants, ${report?.ratings ?? 0} ratings`,
    },
    {
      what: "Exclusion rules",
      plan: rules.join("; ") || "none",
      done: `${facts.excluded} sessions excluded by hand; ${matched.join("; ") || "no rules"}`,
    },
    {
      what: "Trials per participant",
      plan: [...trials.models, ...trials.anchors]
        .map((share) => `${share.perParticipant} of ${share.condition}`)
        .join(", "),
      done:
        report?.dimensions[0]?.byCondition
          .map(({ key, n }) => `${n} ratings of ${key.condition}`)
          .join(", ") ?? "",
    },
  ];
}
