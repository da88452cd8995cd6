import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { indexCorpus, originality, trainingTexts } from "@/lib/generation/originality";
import { type PredictorSource, predictorSource } from "@/lib/generation/predictor-source";
import { loadPrimers, primerListDigest } from "@/lib/generation/primer-files";
import type { Predictor } from "@/lib/generation/sample";
import { refuseExisting } from "@/lib/generation/stimulus-folder";
import { type DraftRequest, type DraftSet, draftSet } from "@/lib/generation/stimulus-set";
import {
  type StoredOriginality,
  storedOriginality,
  writeStoredOriginality,
} from "@/lib/generation/stored-originality";
import { chosenTemperature } from "@/lib/generation/temperature-artifact";
import { type SetFacts, writeSet } from "@/lib/generation/write-set";
import {
  checkpointFolder,
  readCheckpointMeta,
  SHIPPED_CHECKPOINTS,
} from "@/lib/models/checkpoint-files";
import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import type { ModelId } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import type { OnProgress } from "@/lib/shared/progress";
import type { Manifest } from "@/lib/stimuli/manifest";
import type { SetRequest } from "@/lib/stimuli/set-request";

/** Where and how a requested set is made. */
export interface SetWork {
  /** Folder to write; it must not exist, or be empty. */
  out: string;
  codeVersion: string;
  /** Keep its clips' originality in artifacts, for machines without the corpus. */
  keepOriginality?: boolean;
  /** Checkpoints other than the shipped ones. */
  checkpoints?: string;
  onProgress?: OnProgress;
  signal?: AbortSignal;
}

function metasOf(
  corpus: string,
  models: readonly ModelId[],
  root: string,
): Record<string, CheckpointMeta> {
  const entries = models.map((model): [string, CheckpointMeta] => {
    const meta = readCheckpointMeta(checkpointFolder(corpus, model, root));
    if (!meta)
      throw new InputError(`checkpoint: expected ${model} trained on ${corpus}, found none`);
    return [model, meta];
  });
  return Object.fromEntries(entries);
}

/** The training text as one index, or nothing where the corpus is not at hand. */
async function originalityIn(corpus: string, say: OnProgress): Promise<SetFacts["originality"]> {
  if (!corpusPresent(corpus)) return undefined;
  const texts = trainingTexts(loadCorpus(corpus));
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  await say({ stage: "indexing", done: 0, total });
  const index = indexCorpus(texts);
  await say({ stage: "indexing", done: total, total });
  return (clip) => originality(index, clip);
}

/** How clips are compared with the training text: computed now, or what was stored for these clips. */
async function comparison(
  draft: DraftSet,
  from: Pick<StoredOriginality, "corpus" | "checkpoints">,
  { preset, seed }: SetRequest,
  { keepOriginality, onProgress = () => {} }: SetWork,
): Promise<SetFacts["originality"]> {
  const clips = draft.clips.map((clip) => clip.events);
  const computed = await originalityIn(from.corpus.id, onProgress);
  if (!keepOriginality) return computed ?? storedOriginality(from.corpus, clips);
  if (!computed)
    throw new InputError(`originality: expected the corpus ${from.corpus.id}, it is absent`);
  writeStoredOriginality({ ...from, set: { preset, seed } }, clips, computed);
  return computed;
}

/** Looks at the signal at every step, and lets timers and the network have their turn. */
function watched({ onProgress, signal }: SetWork): OnProgress {
  return (progress) => {
    signal?.throwIfAborted();
    const told = onProgress?.(progress);
    return new Promise((resolve) => setImmediate(resolve)).then(() => told);
  };
}

/** One model after the other is loaded, and only when it is needed. */
function lazyPredictors(
  source: PredictorSource,
  corpus: string,
  root: string,
): (model: string) => Promise<Predictor> {
  const loaded = new Map<string, Predictor>();
  return async (model) => {
    const predictor = loaded.get(model) ?? source.load(corpus, model, root).predictor;
    loaded.set(model, predictor);
    return predictor;
  };
}

/**
 * Makes a stimulus set from checkpoints and writes it as a folder: sampling, selection, rendering,
 * scores, originality, manifest. The same request on the same machine gives the same bytes.
 * @throws InputError when a checkpoint or the temperature record does not fit
 */
export async function makeSet(request: SetRequest, work: SetWork): Promise<Manifest> {
  const { models, corpus } = request;
  const root = work.checkpoints ?? SHIPPED_CHECKPOINTS;
  const metas = metasOf(corpus, models, root);
  const digests = Object.fromEntries(
    Object.entries(metas).map(([id, m]) => [id, m.weights.sha256]),
  );
  const temperature = request.temperature ?? chosenTemperature(corpus, digests);
  const settled: DraftRequest = { ...request, temperature };
  const list = loadPrimers(corpus, root);
  refuseExisting(work.out);
  const source = await predictorSource();
  const onProgress = watched(work);
  const draft = await draftSet(
    settled,
    list.primers,
    lazyPredictors(source, corpus, root),
    onProgress,
  );
  const text = { id: corpus, sha256: Object.values(metas)[0]!.corpus.sha256 };
  const from = { corpus: text, checkpoints: digests };
  const compare = await comparison(draft, from, request, { ...work, onProgress });
  const facts: SetFacts = {
    name: request.name,
    tempo: request.tempo,
    instrument: request.instrument,
    codeVersion: work.codeVersion,
    backend: source.backend,
    corpus: compare ? text : "absent",
    checkpoints: Object.fromEntries(
      Object.entries(metas).map(([id, m]) => [
        id,
        { digest: m.weights.sha256, seed: m.seed, corpus: m.corpus.id },
      ]),
    ),
    primers: { corpus, sha256: primerListDigest(list) },
    ...(compare ? { originality: compare } : {}),
  };
  return writeSet(draft, settled, facts, work.out, onProgress);
}
