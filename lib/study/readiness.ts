import { largestQuota } from "@/lib/study/analysis-plan";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { assignmentOf } from "@/lib/study/design/assignment";
import type { DesignInput, DesignStimulus } from "@/lib/study/design/design-input";
import { designProblems } from "@/lib/study/design/design-problems";
import { type LocalText, missingLanguages } from "@/lib/study/local-text";
import { expectedMinutes } from "@/lib/study/session-plan";
import { WIDTH_COUNTS_FROM } from "@/lib/study/stop-rule";

/** Slots whose orders are tried out before a launch. */
const TRIED_SLOTS = 12;
/** A session longer than this many minutes is warned about. */
const LONG_SESSION_MINUTES = 20;

/** What a launch needs: problems keep it from happening, warnings only want to be read. */
export interface Readiness {
  problems: string[];
  warnings: string[];
}

/** Checks whether a study can be launched and what its makers should know before. */
export function readiness(
  configuration: StudyConfiguration,
  input: DesignInput,
  stimuli: readonly (DesignStimulus & { durationMs: number })[],
): Readiness {
  const design = designProblems(input, configuration.languages);
  const problems = [...design, ...textProblems(configuration), ...stopProblems(configuration)];
  if (design.length === 0) problems.push(...orderProblems(configuration, input));
  return { problems, warnings: warningsOf(configuration, stimuli) };
}

function orderProblems(configuration: StudyConfiguration, input: DesignInput): string[] {
  const count = Math.min(TRIED_SLOTS, largestQuota(configuration.stop));
  try {
    for (let number = 1; number <= count; number++)
      assignmentOf(input, number, configuration.languages[0]!);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function stopProblems({ stop, plan }: StudyConfiguration): string[] {
  if (stop.kind === "quota" || plan.contrasts.length > 0) return [];
  return ["the stop rule asks for the width of an interval, but the plan has no contrast"];
}

function textProblems(configuration: StudyConfiguration): string[] {
  const needed: [string, LocalText][] = [
    ["title", configuration.texts.title],
    ["introduction", configuration.texts.intro],
    ...configuration.dimensions.flatMap((dimension): [string, LocalText][] => [
      [`name of ${dimension.id}`, dimension.name],
      [`question of ${dimension.id}`, dimension.question],
      [`low label of ${dimension.id}`, dimension.lowLabel],
      [`high label of ${dimension.id}`, dimension.highLabel],
    ]),
    ...configuration.questions.map((q): [string, LocalText] => [`question ${q.id}`, q.text]),
  ];
  return needed.flatMap(([name, text]) => {
    const missing = missingLanguages(text, configuration.languages);
    return missing.length > 0 ? [`the ${name} has no text in ${missing.join(", ")}`] : [];
  });
}

function warningsOf(
  configuration: StudyConfiguration,
  stimuli: readonly { role: string; durationMs: number }[],
): string[] {
  const warnings: string[] = [];
  const clipMs = Math.max(0, ...stimuli.filter((s) => s.role === "main").map((s) => s.durationMs));
  const minutes = expectedMinutes(configuration, clipMs);
  if (minutes > LONG_SESSION_MINUTES) warnings.push(`a session takes about ${minutes} minutes`);
  const { consent, stop } = configuration;
  const { controller, contact } = consent;
  if (!controller || !contact)
    warnings.push("the consent form does not say who runs the study or whom to ask");
  if (configuration.trials.anchors.length === 0)
    warnings.push("no hidden anchors: ratings are relative to the set");
  if (stop.kind === "width" && stop.maximum <= WIDTH_COUNTS_FROM)
    warnings.push(
      `the interval's width counts from ${WIDTH_COUNTS_FROM} completed sessions: with a maximum of ${stop.maximum} it never decides`,
    );
  if (!stimuli.some((s) => s.role === "calibration"))
    warnings.push("the set has no calibration clip");
  return warnings;
}
