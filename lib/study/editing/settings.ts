import type { StopRule } from "@/lib/study/analysis-plan";
import type { Completion, StudyConfiguration } from "@/lib/study/configuration";

/** Kinds of completion, in the order in which the desk offers them. */
export const COMPLETION_KINDS = [
  "none",
  "code",
  "redirect",
] as const satisfies readonly Completion["kind"][];
/** Kinds of the stop rule, in the order in which the desk offers them. */
export const STOP_KINDS = ["quota", "width"] as const satisfies readonly StopRule["kind"][];

/** The lists of conditions that share one number of trials each. */
type ShareList = "models" | "anchors";

/** Every condition of a list gets the same number of trials; null while the field is empty. */
export function withTrialsPerCondition(
  configuration: StudyConfiguration,
  list: ShareList,
  perParticipant: number | null,
): StudyConfiguration {
  const shares = configuration.trials[list].map((share) => ({ ...share, perParticipant }));
  return { ...configuration, trials: { ...configuration.trials, [list]: shares } };
}

/** The stop rule of another kind; the number of participants stays. */
export function withStopKind(
  configuration: StudyConfiguration,
  kind: StopRule["kind"],
): StudyConfiguration {
  const { stop } = configuration;
  const most = stop.kind === "quota" ? stop.participants : stop.maximum;
  // No width is not valid yet: whoever chooses precision must say how much.
  const next: StopRule =
    kind === "quota" ? { kind, participants: most } : { kind, width: 0, maximum: most };
  return { ...configuration, stop: stop.kind === kind ? stop : next };
}

/** Where the stop rule keeps the number of participants. */
export function quotaPlace(stop: StopRule): string {
  return stop.kind === "quota" ? "stop.participants" : "stop.maximum";
}

/** Another headphone screen or none; what was set for the one before is kept. */
export function withHeadphones(
  configuration: StudyConfiguration,
  kind: "huggins" | "antiphase" | "none",
): StudyConfiguration {
  const { checks } = configuration;
  const before = checks.headphones;
  const screen = { passAt: 5 as const, attempts: 2, screenOut: false, ...before };
  const headphones = kind === "none" ? null : { ...screen, kind };
  return { ...configuration, checks: { ...checks, headphones } };
}

/** How a session ends: the words of a code or an address stay with their kind. */
export function completionWith(kind: Completion["kind"], words: string): Completion {
  if (kind === "code") return { kind, code: words };
  return kind === "redirect" ? { kind, url: words } : { kind };
}

/** The code or address of a completion; "" where it has none. */
export function completionWords(completion: Completion): string {
  if (completion.kind === "code") return completion.code;
  return completion.kind === "redirect" ? completion.url : "";
}
