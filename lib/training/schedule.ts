import {
  consecutiveWindows,
  TABLE_WINDOWS,
  WINDOW_LAYOUTS,
  type WindowLayout,
  type WindowLayoutName,
} from "@/lib/datasets/windows";
import type { Initialisation } from "@/lib/models/architecture";
import { InputError } from "@/lib/shared/invariant";

/** How the learning rate goes over the planned passes. */
export type RateSchedule =
  /** The paper's steps: × 0.1 from 40 %, × 0.01 from 60 %, × 0.001 from 80 %, × 0.0005 from 90 %. */
  | { kind: "steps" }
  /** Full rate until `from` (share of the plan), then a straight line down to 2 % of it. */
  | { kind: "decay"; from: number }
  | { kind: "constant" };

/** Everything that decides what a training run does, apart from model, corpus and seed. */
export interface TrainingSettings {
  layout: WindowLayout;
  batch: number;
  rate: number;
  schedule: RateSchedule;
  /** Passes over all windows that are planned; the last may be a part of one. */
  passes: number;
  /** Validations in a pass. */
  validationsPerPass: number;
  /** Validations without gain after which to stop; null = never. */
  patience: number | null;
  /** Share of windows (0..1) moved by a random −5..+6 semitones where the range allows. */
  transposed: number;
  /** Stop once a pass has this training accuracy (convergence runs); null = never. */
  stopAtAccuracy: number | null;
  /**
   * Stop once this many whole passes are done, whatever is planned: the rates stay those of the plan.
   * Left out where a run goes to its end.
   */
  stopAfterPasses?: number;
  /** Where first weights and the LSTM's gates come from; left out = `study`. */
  initialisation?: Initialisation;
  /**
   * `whole`: train on the whole training text, measure on the held-out text, keep the last weights,
   * as the paper's script. Left out: the end of the training text is validation and chooses.
   */
  text?: "whole";
}

/** Names of the presets. */
export const TRAINING_PRESETS = ["quick", "study", "paper", "table"] as const;
export type TrainingPreset = (typeof TRAINING_PRESETS)[number];

const PRESETS: Record<TrainingPreset, TrainingSettings> = {
  quick: {
    layout: consecutiveWindows(9),
    batch: 512,
    rate: 1e-3,
    schedule: { kind: "constant" },
    passes: 3,
    validationsPerPass: 1,
    patience: null,
    transposed: 0,
    stopAtAccuracy: null,
  },
  study: {
    layout: consecutiveWindows(1),
    batch: 512,
    rate: 1.5e-3,
    schedule: { kind: "decay", from: 0.3 },
    passes: 2,
    validationsPerPass: 3,
    patience: 6,
    transposed: 0.25,
    stopAtAccuracy: null,
  },
  paper: {
    layout: consecutiveWindows(1),
    batch: 512,
    rate: 1e-2,
    schedule: { kind: "steps" },
    passes: 150,
    validationsPerPass: 1,
    patience: null,
    transposed: 0,
    stopAtAccuracy: null,
  },
  table: {
    layout: TABLE_WINDOWS,
    batch: 512,
    rate: 1e-2,
    schedule: { kind: "steps" },
    passes: 150,
    validationsPerPass: 1,
    patience: null,
    transposed: 0,
    stopAtAccuracy: null,
    initialisation: "authors",
    text: "whole",
  },
};

/** What the authors' scripts do otherwise for polyphony: a constant rate, a start every 36 events. */
const POLYPHONY: Partial<Record<TrainingPreset, Partial<TrainingSettings>>> = {
  paper: { batch: 1024, rate: 1e-3 },
  table: {
    layout: { ...TABLE_WINDOWS, stride: 36 },
    batch: 1024,
    rate: 1e-3,
    schedule: { kind: "constant" },
  },
};

/**
 * The settings of a preset for an alphabet.
 * @throws InputError when there is no such preset
 */
export function trainingPreset(name: string, classes: number): TrainingSettings {
  const preset = PRESETS[name as TrainingPreset];
  if (!preset) {
    throw new InputError(`preset: expected one of ${TRAINING_PRESETS.join(", ")}, got "${name}"`);
  }
  return { ...preset, ...(classes > 38 ? POLYPHONY[name as TrainingPreset] : {}) };
}

/** The name of a layout, whatever its stride; undefined where it has none. */
export function layoutName(layout: WindowLayout): WindowLayoutName | undefined {
  const names = Object.keys(WINDOW_LAYOUTS) as WindowLayoutName[];
  return names.find((name) => {
    const { spacing, ahead } = WINDOW_LAYOUTS[name];
    return spacing === layout.spacing && ahead === layout.ahead;
  });
}

const STEPS = [
  [0.9, 0.0005],
  [0.8, 0.001],
  [0.6, 0.01],
  [0.4, 0.1],
] as const;

/** Learning rate when `progress` (0..1) of the planned passes is done. */
export function rateAt(settings: TrainingSettings, progress: number): number {
  const { schedule, rate } = settings;
  switch (schedule.kind) {
    case "constant":
      return rate;
    case "steps": {
      const step = STEPS.find(([from]) => progress >= from);
      return rate * (step ? step[1] : 1);
    }
    case "decay": {
      if (progress <= schedule.from) return rate;
      const done = Math.min(1, (progress - schedule.from) / (1 - schedule.from));
      return rate * (1 - 0.98 * done);
    }
  }
}
