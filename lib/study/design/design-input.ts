import type { StimulusRole } from "@/lib/stimuli/manifest";
import type { Group, StudyConfiguration, TrialsConfiguration } from "@/lib/study/configuration";
import type { TrialKind } from "@/lib/study/terms";

/** A stimulus as the design engine sees it. */
export interface DesignStimulus {
  id: string;
  role: StimulusRole;
  condition: string;
  item: string;
  /** Catch clips: the language spoken. */
  language?: string;
}

/** Everything that an assignment is drawn from. */
export interface DesignInput {
  /** The study's stored seed. */
  seed: string;
  trials: TrialsConfiguration;
  groups: readonly Group[];
  /** Dimension ids in the order of the configuration. */
  dimensions: readonly string[];
  dimensionOrder: "drawn" | "fixed";
  stimuli: readonly DesignStimulus[];
}

/** One presentation of an assignment. */
export interface PlannedTrial {
  kind: TrialKind;
  /** From 1; practice trials are counted by themselves. */
  position: number;
  /** From 1; 0 for practice. */
  block: number;
  stimulus: string;
  condition: string;
  item: string;
  /** Position of the first presentation, on repeats. */
  repeatOf: number | null;
}

/** The ordered stimuli of one session. */
export interface Assignment {
  number: number;
  group: string | null;
  dimensionOrder: string[];
  practice: PlannedTrial[];
  trials: PlannedTrial[];
}

/** The part of a study from which its assignments are drawn. */
export function designInputOf(
  seed: string,
  configuration: StudyConfiguration,
  stimuli: readonly DesignStimulus[],
): DesignInput {
  const { trials, groups, dimensions, dimensionOrder } = configuration;
  return { seed, trials, groups, dimensions: dimensions.map((d) => d.id), dimensionOrder, stimuli };
}
