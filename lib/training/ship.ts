import { createHash } from "node:crypto";
import os from "node:os";
import type { LoadedCorpus } from "@/lib/datasets/load";
import type { SuffixIndex } from "@/lib/datasets/suffix-array";
import { unseenPlaces } from "@/lib/datasets/unseen";
import { consecutiveWindows, windowPlaces } from "@/lib/datasets/windows";
import { weightTensors } from "@/lib/models/checkpoint";
import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import { toHalf } from "@/lib/models/half-precision";
import { isModelId } from "@/lib/models/model-ids";
import { splitWeights, storedPrecision } from "@/lib/models/stored-weights";
import { buildModel } from "@/lib/models/tensorflow/build-model";
import { InputError } from "@/lib/shared/invariant";
import { evaluate, together } from "@/lib/training/evaluate";
import { type Network, network, writeWeights } from "@/lib/training/network";
import type { TrainingState } from "@/lib/training/state";
import { CONVERGED } from "@/lib/training/table";

type StoredTensor = CheckpointMeta["weights"]["tensors"][number];

/** Where and with what a checkpoint was made. */
export interface ShipFacts {
  backend: string;
  commit: string;
}

/** Processor and cores of this machine. */
export function machineName(): string {
  const cpus = os.cpus();
  return `${cpus[0]?.model.trim() ?? "unknown processor"}, ${cpus.length} cores`;
}

/** All tensors of a model, each in the precision it is stored in, one after the other. */
function storedBytes(
  arrays: readonly Float32Array[],
  tensors: readonly StoredTensor[],
): Uint8Array {
  const parts = arrays.map((array, index) =>
    tensors[index]!.dtype === "float16"
      ? toHalf(array)
      : new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
  );
  return Buffer.concat(parts);
}

async function metricsOf(net: Network, corpus: LoadedCorpus, index: SuffixIndex) {
  const all = consecutiveWindows(1);
  const ninth = consecutiveWindows(9);
  const places = windowPlaces(corpus.eval, all);
  const unseen = unseenPlaces(index, corpus.eval, places, all);
  const isUnseen = new Set(unseen);
  const seen = Array.from({ length: places.count }, (_, i) => i).filter((i) => !isUnseen.has(i));
  // Every held-out window is computed once: large corpora take a long time.
  const heldOutUnseen = await evaluate(net, corpus.eval, places, all, unseen);
  const heldOutSeen = await evaluate(net, corpus.eval, places, all, seen);
  return {
    train: await evaluate(net, corpus.train, windowPlaces(corpus.train, ninth), ninth),
    validation: await evaluate(net, corpus.validation, windowPlaces(corpus.validation, all), all),
    heldOut: together(heldOutUnseen, heldOutSeen),
    heldOutUnseen,
  };
}

/**
 * Makes a checkpoint of a run's best weights: rounds them to half precision, then measures these
 * rounded weights, so that every figure in the meta file is of what ships.
 * @param index over the whole training text
 * @throws InputError for a run of another model than those known
 */
export async function checkpointOf(
  state: TrainingState,
  corpus: LoadedCorpus,
  index: SuffixIndex,
  facts: ShipFacts,
): Promise<{ meta: CheckpointMeta; weights: Uint8Array }> {
  const { identity, log } = state;
  if (!isModelId(identity.model))
    throw new InputError(`run: expected a model id, got ${identity.model}`);
  const model = buildModel(
    identity.model,
    corpus.classes,
    identity.seed,
    identity.settings.layout.size,
    identity.settings.initialisation,
  );
  const tensors = weightTensors(model).map((t) => ({ ...t, dtype: storedPrecision(t.shape) }));
  const weights = storedBytes(state.best, tensors);
  const sha256 = createHash("sha256").update(weights).digest("hex");
  const net = network(model);
  const meta: CheckpointMeta = {
    format: 1,
    model: identity.model,
    encoding: corpus.encoding,
    window: net.window,
    classes: corpus.classes,
    parameters: model.countParams(),
    corpus: { id: identity.corpus, sha256: identity.corpusDigest },
    seed: identity.seed,
    settings: { ...identity.settings },
    passes: (identity.from?.passes ?? 0) + (log.at(-1)?.pass ?? 0),
    updates: state.step,
    bestUpdate: state.bestStep,
    finished: state.finished,
    seconds: log.reduce((sum, entry) => sum + entry.seconds, identity.from?.seconds ?? 0),
    ...(identity.from ? { from: identity.from } : {}),
    convergePass: state.passAccuracy.findIndex((accuracy) => accuracy > CONVERGED) + 1 || -1,
    log,
    metrics: {} as CheckpointMeta["metrics"],
    backend: facts.backend,
    machine: machineName(),
    commit: facts.commit,
    weights: { dtype: "float16", sha256, bytes: weights.length, tensors },
  };
  writeWeights(net.variables, splitWeights(meta, weights));
  meta.metrics = await metricsOf(net, corpus, index);
  model.dispose();
  return { meta, weights };
}
