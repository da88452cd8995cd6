import { InputError } from "@/lib/shared/invariant";
import { parseConfiguration, type StudyConfiguration } from "@/lib/study/configuration";
import {
  DEFAULT_LANGUAGES,
  defaultConsent,
  defaultDimensions,
  defaultTexts,
  readyQuestions,
} from "@/lib/study/default-texts";
import type { DesignStimulus } from "@/lib/study/design/design-input";

/** Study presets: the paper's own, and the better default with anchors and repeats. */
export const STUDY_PRESETS = ["paper", "anchored"] as const;
/** A study preset. */
export type StudyPreset = (typeof STUDY_PRESETS)[number];

/** What a preset needs to know about a stimulus set. */
export interface PresetSet {
  conditions: readonly { id: string; kind: string }[];
  stimuli: readonly DesignStimulus[];
}

/** A configuration and what of the preset the set could not give, as sentences. */
export interface PresetResult {
  configuration: StudyConfiguration;
  notes: string[];
}

/**
 * The configuration of a study preset over a set. Where the set has fewer clips than the preset
 * asks for, the numbers are lowered and a note says so.
 * @param preset the first that fits the set where it is not given
 * @throws InputError for an unknown preset or a set without models
 */
export function configurationOf(preset: string | undefined, set: PresetSet): PresetResult {
  const known = preset
    ? STUDY_PRESETS.find((name) => name === preset)
    : fittingPresets(counted(set)).find(({ reason }) => reason === null)?.preset;
  if (!preset && !known) throw new InputError(misfit("paper", counted(set)) ?? "no preset fits");
  if (!known) {
    throw new InputError(`expected a study preset (${STUDY_PRESETS.join(", ")}), got ${preset}`);
  }
  const notes: string[] = [];
  const trials = known === "paper" ? paperTrials(set, notes) : anchoredTrials(set, notes);
  return { configuration: parseConfiguration(baseConfiguration(known, trials)), notes };
}

/** A study preset, and why it cannot be had over a set: null where it can. */
export interface PresetFit {
  preset: StudyPreset;
  reason: string | null;
}

/**
 * Which study presets fit a set, the one that asks for most first: an anchored study needs anchors
 * that were made into main clips, the paper's needs models alone.
 */
export function fittingPresets(conditions: readonly CountedCondition[]): PresetFit[] {
  const order: StudyPreset[] = ["anchored", "paper"];
  return order.map((preset) => ({ preset, reason: misfit(preset, conditions) }));
}

/** A condition of a set with the number of its main clips. */
export interface CountedCondition {
  id: string;
  kind: string;
  mainClips: number;
}

function misfit(preset: StudyPreset, conditions: readonly CountedCondition[]): string | null {
  const compared = conditions.filter(isCompared);
  if (compared.length === 0) return "the set has no condition to compare";
  const empty = compared.find(({ mainClips: count }) => count === 0);
  if (empty) return `the set has no main clips of ${empty.id}`;
  if (preset === "paper") return null;
  const anchored = conditions.some((one) => isAnchor(one) && one.mainClips > 0);
  return anchored ? null : "the set has no anchors (human or scrambled) among its main clips";
}

/** The conditions of a set with the number of their main clips. */
function counted(set: PresetSet): CountedCondition[] {
  return set.conditions.map((one) => ({ ...one, mainClips: mainClips(set, one.id) }));
}

function isAnchor({ kind }: { kind: string }): boolean {
  return kind === "human" || kind === "scrambled";
}

function isCompared({ kind }: { kind: string }): boolean {
  return kind === "model" || kind === "uploaded";
}

function mainClips(set: PresetSet, condition: string): number {
  return set.stimuli.filter((one) => one.role === "main" && one.condition === condition).length;
}

function baseConfiguration(preset: StudyPreset, trials: StudyConfiguration["trials"]) {
  const models = trials.models.map((share) => share.condition);
  return {
    format: 1,
    preset,
    languages: [...DEFAULT_LANGUAGES],
    texts: defaultTexts(),
    consent: defaultConsent(),
    dimensions: defaultDimensions(),
    dimensionOrder: "drawn",
    trials,
    listening: {
      coverage: 0.95,
      replays: null,
      autoplay: false,
      comment: false,
      digitShortcuts: true,
    },
    checks: { sound: true, soundMisses: null, headphones: null },
    questions: preset === "paper" ? [] : readyQuestions(),
    groups: [],
    recruitment: recruitmentDefaults(),
    lab: false,
    ownResults: false,
    stop: { kind: "quota", participants: 45 },
    abandonAfterMinutes: 60,
    plan: {
      primary: "harmony",
      contrasts: pairs(models),
      dimensions: ["harmony", "reality"],
      alpha: 0.05,
      family: "holm",
      equivalenceMargin: null,
      variances: "by condition",
      analysisSet: "completed, not excluded, first presentations of main trials",
      sensitivity: "all ratings given",
      exclusionRules: trials.catches >= 2 ? [{ kind: "missed catches", atLeast: 2 }] : [],
    },
  };
}

function recruitmentDefaults() {
  const none = { kind: "none" };
  return {
    idParameters: ["PROLIFIC_PID", "workerId", "survey_code", "participant"],
    completion: { complete: none, screenedOut: none, full: none, closed: none, declined: none },
  };
}

function pairs(conditions: readonly string[]): [string, string][] {
  return conditions.flatMap((a, i) => conditions.slice(i + 1).map((b): [string, string] => [a, b]));
}

function paperTrials(set: PresetSet, notes: string[]): StudyConfiguration["trials"] {
  return {
    models: shares(set, comparedConditions(set), 10, notes),
    anchors: [],
    practice: fewer(set, "practice", 3, notes),
    repeatsPerModel: 0,
    catches: 0,
    pauseEvery: 10,
    itemDistance: 6,
    repeatDistance: 8,
  };
}

function anchoredTrials(set: PresetSet, notes: string[]): StudyConfiguration["trials"] {
  // A condition of practice clips alone is no anchor that anybody would rate.
  const anchors = set.conditions.filter((one) => isAnchor(one) && mainClips(set, one.id) > 0);
  const missing = misfit("anchored", counted(set));
  if (anchors.length === 0 && missing) notes.push(`no hidden anchors: ${missing}`);
  const models = shares(set, comparedConditions(set), 8, notes);
  const total = models.reduce((sum, share) => sum + share.perParticipant, 0);
  if (total < 12) notes.push(`too few clips for repeats at a distance: none are asked for`);
  return {
    models,
    anchors: shares(
      set,
      anchors.map((c) => c.id),
      3,
      notes,
    ),
    practice: fewer(set, "practice", 3, notes),
    repeatsPerModel: total < 12 ? 0 : 1,
    catches: catchCount(set, notes),
    pauseEvery: 12,
    itemDistance: 6,
    repeatDistance: 8,
  };
}

function comparedConditions(set: PresetSet): string[] {
  const compared = set.conditions.filter(isCompared);
  if (compared.length === 0)
    throw new InputError("expected a set with at least one model condition");
  return compared.map((condition) => condition.id);
}

/** At most `wanted` trials of each condition; compared conditions all get the same number. */
function shares(set: PresetSet, conditions: string[], wanted: number, notes: string[]) {
  if (conditions.length === 0) return [];
  const empty = conditions.find((id) => mainClips(set, id) === 0);
  if (empty) throw new InputError(`expected main clips in every condition, ${empty} has none`);
  const perParticipant = Math.min(wanted, ...conditions.map((id) => mainClips(set, id)));
  if (perParticipant < wanted) {
    notes.push(`${perParticipant} instead of ${wanted} trials each of ${conditions.join(", ")}`);
  }
  return conditions.map((condition) => ({ condition, perParticipant }));
}

function fewer(set: PresetSet, role: "practice", wanted: number, notes: string[]): number {
  const count = set.stimuli.filter((stimulus) => stimulus.role === role).length;
  if (count < wanted) notes.push(`${count} instead of ${wanted} ${role} trials`);
  return Math.min(count, wanted);
}

function catchCount(set: PresetSet, notes: string[]): number {
  const spoken = DEFAULT_LANGUAGES.map(
    (tag) => set.stimuli.filter((s) => s.role === "catch" && s.language === tag).length,
  );
  const count = Math.min(2, ...spoken);
  if (count < 2)
    notes.push(`${count} instead of 2 catch trials: the set has no spoken clips for them`);
  return count < 2 ? 0 : count;
}
