import type { DesignInput } from "@/lib/study/design/design-input";
import { mainStimuli } from "@/lib/study/design/exposure";

/**
 * What keeps a configuration from being filled by its set, as sentences for the person who made it;
 * empty when all is well.
 * @param languages languages in which catch clips are needed
 */
export function designProblems(input: DesignInput, languages: readonly string[]): string[] {
  const groups = input.groups.length > 0 ? input.groups : [null];
  return [
    ...groups.flatMap((group) => shareProblems(input, group)),
    ...practiceProblems(input),
    ...languages.flatMap((language) => catchProblems(input, language)),
  ];
}

function shareProblems(input: DesignInput, group: DesignInput["groups"][number] | null): string[] {
  const stimuli = mainStimuli(input, { group });
  const where = group ? ` for group ${group.id}` : "";
  return [...input.trials.models, ...input.trials.anchors].flatMap((share) => {
    const count = stimuli.filter((stimulus) => stimulus.condition === share.condition).length;
    return count >= share.perParticipant
      ? []
      : [
          `condition ${share.condition}${where}: expected at least ${share.perParticipant} stimuli, ` +
            `the set has ${count}`,
        ];
  });
}

function practiceProblems(input: DesignInput): string[] {
  const count = input.stimuli.filter((stimulus) => stimulus.role === "practice").length;
  return count >= input.trials.practice
    ? []
    : [`expected ${input.trials.practice} practice clips, the set has ${count}`];
}

function catchProblems(input: DesignInput, language: string): string[] {
  const count = input.stimuli.filter(
    (stimulus) => stimulus.role === "catch" && stimulus.language === language,
  ).length;
  return count >= input.trials.catches
    ? []
    : [`expected ${input.trials.catches} spoken catch clips in ${language}, the set has ${count}`];
}
