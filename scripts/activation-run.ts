import {
  type ActivationSettings,
  type Maximised,
  maximiseOutputs,
} from "@/lib/analysis/activation";
import { binarised, convergence } from "@/lib/analysis/activation-measures";
import { type BestWindow, bestWindows } from "@/lib/analysis/best-windows";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { corpusById } from "@/lib/datasets/registry";
import { trainingTexts } from "@/lib/datasets/training-texts";
import { consecutiveWindows, type Texts, windowPlaces } from "@/lib/datasets/windows";
import { ENCODINGS } from "@/lib/encoding/registry";
import type { ActivationData, ActivationOutput } from "@/lib/figures/activation-data";
import { networkPredictor } from "@/lib/generation/network-predictor";
import { chooseBackend } from "@/lib/models/backend";
import { restoreModel } from "@/lib/models/checkpoint";
import { readCheckpoint } from "@/lib/models/checkpoint-files";
import type { ModelId } from "@/lib/models/model-ids";
import { packSigned } from "@/lib/shared/packed-numbers";
import type { OnProgress } from "@/lib/shared/progress";

/** What is maximised, and what the ends are compared with. */
export interface ActivationRun {
  corpus: string;
  models: readonly ModelId[];
  outputs: readonly number[];
  settings: ActivationSettings;
  /** Distance of the corpus windows that the ends are compared with; 0 leaves them out. */
  windowStride: number;
}

/** Outputs maximised together: more of them need more memory. */
const TOGETHER = 38;
const COURSE_POINTS = 60;

interface CorpusTexts {
  texts: Texts;
  /** Texts from this one on are held out. */
  heldOutFrom: number;
}

function corpusTexts({ corpus, windowStride }: ActivationRun): CorpusTexts | null {
  if (windowStride === 0 || !corpusPresent(corpusById(corpus).id)) return null;
  const loaded = loadCorpus(corpus);
  const training = trainingTexts(loaded);
  return { texts: [...training, ...loaded.eval], heldOutFrom: training.length };
}

const course = (found: readonly Maximised[]): [number, number][] => {
  const updates = found[0]!.objective.length - 1;
  const points = Math.min(COURSE_POINTS, updates);
  return Array.from({ length: points + 1 }, (_, i) => {
    const at = Math.round((updates * i) / points);
    return [at, found.reduce((sum, { objective }) => sum + objective[at]!, 0) / found.length];
  });
};

function described(
  { output, input, logit, objective }: Maximised,
  best: BestWindow | undefined,
  heldOutFrom: number,
): ActivationOutput {
  const end = objective.at(-1)!;
  return {
    output,
    input: packSigned(input),
    logit,
    objective: end,
    ...convergence(objective),
    bestWindow: best
      ? {
          objective: best.objective,
          logit: best.logit,
          text: best.text >= heldOutFrom ? "held-out" : "training",
          start: best.start,
        }
      : null,
    aboveCorpus: best ? end > best.objective : null,
    ...binarised(input),
  };
}

async function measureModel(
  model: ModelId,
  run: ActivationRun,
  corpus: CorpusTexts | null,
  onProgress: OnProgress,
): Promise<ActivationData["models"][number]> {
  const { meta, bytes } = readCheckpoint(run.corpus, model);
  const network = restoreModel(meta, bytes);
  const found: Maximised[] = [];
  const all = run.outputs.length * run.settings.steps;
  for (let from = 0; from < run.outputs.length; from += TOGETHER) {
    const some = run.outputs.slice(from, from + TOGETHER);
    const show = (step: number) =>
      onProgress({
        stage: `${model}, maximising`,
        done: from * run.settings.steps + step * some.length,
        total: all,
      });
    found.push(...(await maximiseOutputs(network, some, run.settings, show)));
  }
  let best: BestWindow[] = [];
  if (corpus) {
    const layout = consecutiveWindows(run.windowStride);
    const places = windowPlaces(corpus.texts, layout);
    const show = (done: number) =>
      onProgress({ stage: `${model}, corpus windows`, done, total: places.count });
    best = await bestWindows(
      networkPredictor(network),
      corpus.texts,
      places,
      layout,
      run.settings,
      show,
    );
  }
  network.dispose();
  return {
    model,
    checkpoint: meta.weights.sha256,
    course: course(found),
    outputs: found.map((one) => described(one, best[one.output], corpus?.heldOutFrom ?? 0)),
  };
}

/**
 * Maximises outputs of each model and compares the ends with every window of the corpus.
 * @throws InputError when a checkpoint is absent, or a class is none of the corpus's
 */
export async function measureActivation(
  run: ActivationRun,
  onProgress: OnProgress,
): Promise<ActivationData> {
  const { backend } = await chooseBackend();
  const encoding = ENCODINGS[corpusById(run.corpus).encoding];
  const corpus = corpusTexts(run);
  const models: ActivationData["models"] = [];
  for (const model of run.models) models.push(await measureModel(model, run, corpus, onProgress));
  return {
    format: 1,
    corpus: run.corpus,
    window: readCheckpoint(run.corpus, run.models[0]!).meta.window,
    classes: Array.from({ length: encoding.classes }, (_, c) => encoding.className(c)),
    settings: run.settings,
    backend,
    windows: corpus ? windowPlaces(corpus.texts, consecutiveWindows(run.windowStride)).count : 0,
    models,
  };
}
