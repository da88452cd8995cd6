import type { LoadedCorpus } from "@/lib/datasets/load";
import { type Places, windowPlaces } from "@/lib/datasets/windows";
import type { TrainingSettings } from "@/lib/training/schedule";

/** What a run goes over, and when it validates. */
export interface TrainingPlan {
  train: Places;
  validation: Places;
  batchesPerPass: number;
  steps: number;
  /** Batch counts within a pass after which to validate; the last is the pass's end. */
  validateAfter: Set<number>;
}

/**
 * The plan of a run: all its windows, batches in a pass, updates in all.
 * @throws InputError when no text of the corpus holds a window
 */
export function trainingPlan(corpus: LoadedCorpus, settings: TrainingSettings): TrainingPlan {
  const train = windowPlaces(corpus.train, settings.layout);
  const validation = windowPlaces(corpus.validation, settings.layout);
  const batchesPerPass = Math.ceil(train.count / settings.batch);
  const parts = settings.validationsPerPass;
  const ends = Array.from({ length: parts }, (_, i) =>
    Math.round(((i + 1) * batchesPerPass) / parts),
  );
  const steps = Math.ceil(batchesPerPass * settings.passes);
  return { train, validation, batchesPerPass, steps, validateAfter: new Set(ends) };
}
