import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { indexCorpus, originality, trainingTexts } from "@/lib/generation/originality";
import { type PredictorSource, predictorSource } from "@/lib/generation/predictor-source";
import { setPreset } from "@/lib/generation/presets";
import { loadPrimers, primerListDigest } from "@/lib/generation/primer-files";
import type { Predictor } from "@/lib/generation/sample";
import { refuseExisting } from "@/lib/generation/stimulus-folder";
import {
  type DraftSet,
  draftSet,
  type SetProgress,
  type SetRequest,
} from "@/lib/generation/stimulus-set";
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
import { isModelId, type ModelId } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import type { Manifest } from "@/lib/stimuli/manifest";

/** Everything a person may choose about a set; what is left out follows the preset. */
export interface MakeSetOptions {
  preset: string;
  seed: number;
  /** Folder to write; it must not exist, or be empty. */
  out: string;
  models?: string[];
  corpus?: string;
  items?: number;
  anchors?: ("human" | "scrambled")[];
  temperature?: number;
  tempo?: number;
  instrument?: string;
  name?: string;
  codeVersion: string;
  /** Keep its clips' originality in artifacts, for machines without the corpus. */
  keepOriginality?: boolean;
  /** Checkpoints other than the shipped ones. */
  checkpoints?: string;
  onProgress?: SetProgress;
  signal?: AbortSignal;
}

function requireModels(models: readonly string[]): ModelId[] {
  const wrong = models.find((model) => !isModelId(model));
  if (wrong !== undefined) throw new InputError(`models: expected model ids, got "${wrong}"`);
  return [...new Set(models)] as ModelId[];
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
async function originalityIn(corpus: string, say: SetProgress): Promise<SetFacts["originality"]> {
  if (!corpusPresent(corpus)) return undefined;
  const texts = trainingTexts(loadCorpus(corpus));
  const events = texts.reduce((sum, text) => sum + text.length, 0);
  await say(`indexing ${events} events of the training text`, 0, 1);
  const started = performance.now();
  const index = indexCorpus(texts);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  await say(`training text indexed in ${seconds} s`, 1, 1);
  return (clip) => originality(index, clip);
}

/** How clips are compared with the training text: computed now, or what was stored for these clips. */
async function comparison(
  draft: DraftSet,
  from: Pick<StoredOriginality, "corpus" | "checkpoints">,
  { keepOriginality, preset, seed }: MakeSetOptions,
  say: SetProgress,
): Promise<SetFacts["originality"]> {
  const clips = draft.clips.map((clip) => clip.events);
  const computed = await originalityIn(from.corpus.id, say);
  if (!keepOriginality) return computed ?? storedOriginality(from.corpus, clips);
  if (!computed)
    throw new InputError(`originality: expected the corpus ${from.corpus.id}, it is absent`);
  writeStoredOriginality({ ...from, set: { preset, seed } }, clips, computed);
  return computed;
}

/** Looks at the signal at every step, and lets timers and the network have their turn. */
function watched({ onProgress, signal }: MakeSetOptions): SetProgress {
  return (what, done, total) => {
    signal?.throwIfAborted();
    const told = onProgress?.(what, done, total);
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
 * scores, originality, manifest. The same options on the same machine give the same bytes.
 * @throws InputError when an option, a checkpoint or the temperature record does not fit
 */
export async function makeSet(options: MakeSetOptions): Promise<Manifest> {
  const base = setPreset(options.preset);
  const models = requireModels(options.models ?? base.models);
  const corpus = options.corpus ?? base.corpus;
  const root = options.checkpoints ?? SHIPPED_CHECKPOINTS;
  const metas = metasOf(corpus, models, root);
  const digests = Object.fromEntries(
    Object.entries(metas).map(([id, m]) => [id, m.weights.sha256]),
  );
  const request: SetRequest = {
    presetName: options.preset,
    preset: { ...base, models, corpus, anchors: options.anchors ?? base.anchors },
    seed: options.seed,
    temperature: options.temperature ?? chosenTemperature(corpus, digests),
    items: options.items,
  };
  const list = loadPrimers(corpus, root);
  refuseExisting(options.out);
  const source = await predictorSource();
  const say = watched(options);
  const draft = await draftSet(request, list.primers, lazyPredictors(source, corpus, root), say);
  const text = { id: corpus, sha256: Object.values(metas)[0]!.corpus.sha256 };
  const compare = await comparison(draft, { corpus: text, checkpoints: digests }, options, say);
  const facts: SetFacts = {
    name: options.name ?? `${options.preset} set, seed ${options.seed}`,
    tempo: options.tempo ?? 120,
    instrument: options.instrument ?? "piano",
    codeVersion: options.codeVersion,
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
  return writeSet(draft, request, facts, options.out, say);
}
