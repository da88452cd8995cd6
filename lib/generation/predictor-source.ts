import type { Predictor } from "@/lib/generation/sample";
import { readCheckpoint } from "@/lib/models/checkpoint-files";
import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import { fastCheckpoint } from "@/lib/models/fast/from-checkpoint";
import { currentEnv } from "@/lib/shared/env";

/** What is recorded as backend where the project's own inference scored the events. */
export const OWN_INFERENCE = "own";

/** A checkpoint ready to score events. */
export interface LoadedPredictor {
  meta: CheckpointMeta;
  predictor: Predictor;
  dispose(): void;
}

/** What scores events, and where its checkpoints come from. */
export interface PredictorSource {
  /** Name for the manifest: `own`, or a TensorFlow backend. */
  backend: string;
  /** @throws InputError when the checkpoint is absent or damaged */
  load(corpus: string, model: string, root?: string): LoadedPredictor;
}

const own: PredictorSource = {
  backend: OWN_INFERENCE,
  load(corpus, model, root) {
    const { meta, bytes } = readCheckpoint(corpus, model, root);
    return { meta, predictor: fastCheckpoint(meta, bytes), dispose: () => {} };
  },
};

async function tensorflow(wanted: string): Promise<PredictorSource> {
  // Loaded only here: sampling with our own inference needs none of it.
  const { chooseBackend } = await import("@/lib/models/backend");
  const { restoreModel } = await import("@/lib/models/checkpoint");
  const { networkPredictor } = await import("@/lib/generation/network-predictor");
  const { backend } = await chooseBackend(wanted);
  return {
    backend,
    load(corpus, model, root) {
      const { meta, bytes } = readCheckpoint(corpus, model, root);
      const network = restoreModel(meta, bytes);
      return { meta, predictor: networkPredictor(network), dispose: () => network.dispose() };
    },
  };
}

/**
 * The project's own inference, whose WebAssembly gives the same numbers on every machine; or the
 * TensorFlow backend that `STUDY_BACKEND` names, for sets so large that a graphics card pays.
 * @throws InputError when the backend named is unknown or does not work
 */
export async function predictorSource(): Promise<PredictorSource> {
  const wanted = currentEnv().STUDY_BACKEND;
  return wanted ? tensorflow(wanted) : own;
}
