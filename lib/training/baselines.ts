import { z } from "zod";
import type { LoadedCorpus } from "@/lib/datasets/load";
import { indexCorpus, trainingTexts } from "@/lib/datasets/training-texts";
import { unseenPlaces } from "@/lib/datasets/unseen";
import { consecutiveWindows, type Places, windowPlaces } from "@/lib/datasets/windows";
import type { OnProgress } from "@/lib/shared/progress";
import {
  evaluateLinear,
  LINEAR_SETTINGS,
  type LinearSettings,
  trainLinearSoftmax,
} from "@/lib/training/linear-softmax";
import { evaluateNgrams, Ngrams } from "@/lib/training/ngrams";

/** Highest order of the back-off n-grams that are tried. */
export const HIGHEST_ORDER = 8;

const lossSchema = z.strictObject({
  loss: z.number(),
  accuracy: z.number().min(0).max(1),
  count: z.int().positive(),
});

const baselineSchema = z.strictObject({
  /** On all held-out windows, and on those that do not stand in the training text. */
  heldOut: lossSchema,
  heldOutUnseen: lossSchema,
});

/** What simple models reach on a corpus's held-out windows. */
export const baselinesSchema = z.strictObject({
  corpus: z.string(),
  /** Digest of the training file. */
  sha256: z.string(),
  /** How the baselines were trained, in words. */
  method: z.string(),
  unigram: baselineSchema,
  bigram: baselineSchema,
  /** The order with the lowest loss on the validation text, fitted again on the whole text. */
  ngram: baselineSchema.extend({ order: z.int().positive() }),
  linear: baselineSchema.extend({ passes: z.int().positive() }),
});

/** Content of one baselines entry in artifacts/training-table.json. */
export type Baselines = z.infer<typeof baselinesSchema>;

const LAYOUT = consecutiveWindows();

/** The order of back-off n-gram that the validation text prefers, fitted on the training part. */
export function bestOrder(corpus: LoadedCorpus, highest = HIGHEST_ORDER): number {
  const model = new Ngrams(corpus.train, corpus.classes, highest);
  const places = windowPlaces(corpus.validation, LAYOUT);
  const losses = evaluateNgrams(model, corpus.validation, places, LAYOUT).map((row) => row.loss);
  return losses.indexOf(Math.min(...losses)) + 1;
}

interface HeldOut {
  places: Places;
  unseen: Int32Array;
}

function ngramBaselines(corpus: LoadedCorpus, { places, unseen }: HeldOut) {
  const order = bestOrder(corpus);
  const model = new Ngrams(trainingTexts(corpus), corpus.classes, Math.max(2, order));
  const all = evaluateNgrams(model, corpus.eval, places, LAYOUT);
  const fresh = evaluateNgrams(model, corpus.eval, places, LAYOUT, unseen);
  const row = (n: number) => ({ heldOut: all[n - 1]!, heldOutUnseen: fresh[n - 1]! });
  return { unigram: row(1), bigram: row(2), ngram: { order, ...row(order) } };
}

function linearBaseline(
  corpus: LoadedCorpus,
  { places, unseen }: HeldOut,
  settings: LinearSettings,
  onProgress: OnProgress,
) {
  const texts = trainingTexts(corpus);
  const train = windowPlaces(texts, LAYOUT);
  const report = (done: number) =>
    onProgress({ stage: "linear softmax", done, total: settings.passes });
  report(0);
  const model = trainLinearSoftmax(texts, train, LAYOUT, corpus.classes, settings, report);
  return {
    passes: settings.passes,
    heldOut: evaluateLinear(model, corpus.eval, places, LAYOUT),
    heldOutUnseen: evaluateLinear(model, corpus.eval, places, LAYOUT, unseen),
  };
}

/**
 * Fits the baselines on the whole training text (validation included, which networks only stop by)
 * and measures them on every held-out window.
 * @param onProgress told of each of the three stages; of the last after each pass
 */
export function computeBaselines(
  corpus: LoadedCorpus,
  onProgress: OnProgress = () => {},
  settings: LinearSettings = LINEAR_SETTINGS,
): Baselines {
  onProgress({ stage: "unseen windows", done: 0, total: 1 });
  const places = windowPlaces(corpus.eval, LAYOUT);
  const index = indexCorpus(trainingTexts(corpus));
  const held = { places, unseen: unseenPlaces(index, corpus.eval, places, LAYOUT) };
  onProgress({ stage: "n-grams", done: 0, total: 1 });
  const ngrams = ngramBaselines(corpus, held);
  return {
    corpus: corpus.id,
    sha256: corpus.digest,
    method: `Witten–Bell back-off n-grams, order chosen from 1 to ${HIGHEST_ORDER} on the validation text; linear softmax on the one-hot window, Adam ${settings.rate}, batches of ${settings.batch}; all fitted on every window of the training text with validation`,
    ...ngrams,
    linear: linearBaseline(corpus, held, settings, onProgress),
  };
}
