import path from "node:path";
import { loadCorpus, publishedSplit } from "@/lib/datasets/load";
import { ENCODINGS } from "@/lib/encoding/registry";
import { buildModel } from "@/lib/models/tensorflow/build-model";
import { InputError } from "@/lib/shared/invariant";
import { type FitOptions, fit } from "@/lib/training/fit";
import { network } from "@/lib/training/network";
import type { TrainingSettings } from "@/lib/training/schedule";
import { type RunIdentity, readState, type TrainingState } from "@/lib/training/state";
import { takeUpState } from "@/lib/training/state-file";

/** What is trained on what. */
export interface TrainingRun {
  model: string;
  corpus: string;
  seed: number;
  settings: TrainingSettings;
  /** Name of a finished run whose best weights to start from; drawn ones when left out. */
  from?: string;
  /** An exported state to go on from. */
  fromState?: string;
  /** Name of the run's folder under `folder`. */
  name: string;
  folder: string;
}

/** The best weights of a run to go on from, with what it did; only of the same model and corpus. */
function startOf(run: TrainingRun) {
  if (run.from === undefined) return null;
  const folder = path.resolve(run.folder, run.from);
  const state = readState(folder);
  if (!state) throw new InputError(`--from: expected a training run in ${folder}, found none`);
  const { model, corpus, from } = state.identity;
  if (model !== run.model || corpus !== run.corpus) {
    throw new InputError(
      `--from: expected a run of ${run.model} on ${run.corpus}, got one of ${model} on ${corpus}`,
    );
  }
  const seconds = state.log.reduce((sum, entry) => sum + entry.seconds, 0);
  return {
    initial: state.best,
    from: {
      run: run.from,
      passes: (from?.passes ?? 0) + (state.log.at(-1)?.pass ?? 0),
      seconds: (from?.seconds ?? 0) + seconds,
    },
  };
}

/**
 * Starts a training run, or resumes it from its folder, on the active backend.
 * @throws InputError when model or corpus are unknown, or the folder holds another run
 */
export async function trainModel(
  run: TrainingRun,
  watch: Pick<FitOptions, "signal" | "onProgress" | "onLog"> = {},
): Promise<{ state: TrainingState; folder: string }> {
  const { settings } = run;
  const loaded = loadCorpus(run.corpus);
  const corpus = settings.text === "whole" ? publishedSplit(loaded) : loaded;
  const model = buildModel(
    run.model,
    corpus.classes,
    run.seed,
    settings.layout.size,
    settings.initialisation,
  );
  const start = startOf(run);
  const identity: RunIdentity = {
    model: run.model,
    corpus: run.corpus,
    corpusDigest: corpus.digest,
    seed: run.seed,
    settings,
    ...(start ? { from: start.from } : {}),
  };
  const folder = path.resolve(run.folder, run.name);
  if (run.fromState !== undefined) takeUpState(run.fromState, folder, identity);
  const encoding = ENCODINGS[corpus.encoding];
  const options = {
    net: network(model),
    corpus,
    encoding,
    identity,
    folder,
    initial: start?.initial,
    ...watch,
  };
  const state = await fit(options);
  model.dispose();
  return { state, folder };
}
