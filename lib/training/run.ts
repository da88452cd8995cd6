import path from "node:path";
import { loadCorpus } from "@/lib/datasets/load";
import { ENCODINGS } from "@/lib/encoding/registry";
import { buildModel } from "@/lib/models/registry";
import { type FitOptions, fit } from "@/lib/training/fit";
import { network } from "@/lib/training/network";
import type { TrainingSettings } from "@/lib/training/schedule";
import type { RunIdentity, TrainingState } from "@/lib/training/state";

/** What is trained on what. */
export interface TrainingRun {
  model: string;
  corpus: string;
  seed: number;
  settings: TrainingSettings;
  /** Name of the run's folder under `folder`. */
  name: string;
  folder: string;
}

/**
 * Starts a training run, or resumes it from its folder, on the active backend.
 * @throws InputError when model or corpus are unknown, or the folder holds another run
 */
export async function trainModel(
  run: TrainingRun,
  watch: Pick<FitOptions, "signal" | "onProgress" | "onLog"> = {},
): Promise<{ state: TrainingState; folder: string }> {
  const corpus = loadCorpus(run.corpus);
  const model = buildModel(run.model, corpus.classes, run.seed);
  const identity: RunIdentity = {
    model: run.model,
    corpus: run.corpus,
    corpusDigest: corpus.digest,
    seed: run.seed,
    settings: run.settings,
  };
  const folder = path.resolve(run.folder, run.name);
  const encoding = ENCODINGS[corpus.encoding];
  const options = { net: network(model), corpus, encoding, identity, folder, ...watch };
  const state = await fit(options);
  model.dispose();
  return { state, folder };
}
