import { primaryModelWords } from "@/lib/study/analysis-plan";
import { configurationDigest } from "@/lib/study/configuration";
import { exclusionWords } from "@/lib/study/exclusion-words";
import { inLanguage } from "@/lib/study/local-text";
import { stopRuleWords } from "@/lib/study/stop-rule";
import type { StudyFacts } from "./study-facts";

/** The analysis plan in words, to be pasted into a preregistration. */
export function preregistrationText(facts: StudyFacts): string {
  const { plan, stop, trials, dimensions } = facts.configuration;
  const shares = [...trials.models, ...trials.anchors];
  const contrasts = plan.contrasts.map(([a, b]) => `${a} minus ${b}`).join("; ");
  return [
    `Study: ${facts.name} (${facts.slug}), version ${facts.version}`,
    `Plan digest (SHA-256): ${configurationDigest([plan, stop])}`,
    "",
    "Design",
    `Every participant rates ${shares.map((s) => `${s.perParticipant} clips of ${s.condition}`).join(", ")}.`,
    `Practice trials: ${trials.practice}. Repeats per model: ${trials.repeatsPerModel}. Catch trials: ${trials.catches}.`,
    `Stimulus set: ${facts.setName} (${facts.setId}).`,
    "",
    "Measures",
    ...dimensions.map(
      (d) =>
        `${d.id}: "${inLanguage(d.question, "en")}", whole numbers ${d.low} (${inLanguage(d.lowLabel, "en")}) to ${d.high} (${inLanguage(d.highLabel, "en")}).`,
    ),
    "",
    "Analysis",
    `Primary dimension: ${plan.primary}. Confirmatory dimensions: ${plan.dimensions.join(", ")}.`,
    `Confirmatory contrasts: ${contrasts || "none"}; Holm correction over all of them, alpha ${plan.alpha}.`,
    `Model: ${primaryModelWords(plan)}`,
    plan.equivalenceMargin === null
      ? "No equivalence test."
      : `Equivalence margin: ${plan.equivalenceMargin} points.`,
    `Analysis set: ${plan.analysisSet}. Sensitivity: ${plan.sensitivity}.`,
    `Exclusion rules: ${plan.exclusionRules.map(exclusionWords).join("; ") || "none"}.`,
    `Stop rule: ${stopRuleWords(stop, plan.alpha)}.`,
    "Everything else is exploratory. Means seen before the stop rule is met are logged and stated.",
    "",
  ].join("\n");
}
