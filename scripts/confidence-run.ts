import { binaryLike, calibration, entropies, type FirstChoice } from "@/lib/analysis/certainty";
import { confidence, recorded } from "@/lib/analysis/confidence";
import { firstChoices } from "@/lib/analysis/first-choices";
import { corpusPresent } from "@/lib/datasets/files";
import { loadCorpus } from "@/lib/datasets/load";
import { corpusById } from "@/lib/datasets/registry";
import { consecutiveWindows, type Places, windowPlaces } from "@/lib/datasets/windows";
import { ENCODINGS } from "@/lib/encoding/registry";
import type { ConfidenceData, ConfidenceModel } from "@/lib/figures/confidence-data";
import { type PredictorSource, predictorSource } from "@/lib/generation/predictor-source";
import { loadPrimers } from "@/lib/generation/primer-files";
import { type Predictor, sampleClips } from "@/lib/generation/sample";
import type { ModelId } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";
import { packShares, packWhole, unpackShares } from "@/lib/shared/packed-numbers";
import type { OnProgress } from "@/lib/shared/progress";
import { namedStream } from "@/lib/shared/rng";

/** What the confidence of models is measured on. */
export interface ConfidenceSettings {
  corpus: string;
  models: readonly ModelId[];
  steps: number;
  temperature: number;
  seed: number;
  /** Which primer, from 1. */
  primer: number;
  /** Distance of the held-out windows that calibration is measured on; 0 leaves it out. */
  heldOutStride: number;
}

/** A share as a file keeps it, in steps of 1/32767. */
const RIGHT = 32_768;
const packedChoice = ({ confidence: share, right }: FirstChoice) =>
  Math.round(share * (RIGHT - 1)) + (right ? RIGHT : 0);
const choiceFrom = (packed: number): FirstChoice => ({
  confidence: (packed % RIGHT) / (RIGHT - 1),
  right: packed >= RIGHT,
});

function primerOf({ corpus, primer }: ConfidenceSettings): number[] {
  const { primers } = loadPrimers(corpus);
  const found = primers[primer - 1];
  if (!found) throw new InputError(`--primer: expected 1 to ${primers.length}, got ${primer}`);
  return found.events;
}

/** The numbers follow from what the file keeps, not from what it rounded. */
async function generated(
  predictor: Predictor,
  settings: ConfidenceSettings,
  onProgress: OnProgress,
) {
  const { steps, temperature, seed } = settings;
  const primer = primerOf(settings);
  const { predictor: watched, outputs } = recorded(predictor);
  const rng = namedStream(seed, "confidence", settings.primer);
  const [clip] = await sampleClips(
    watched,
    [{ primer, rng }],
    { temperature, limit: steps },
    (step) => onProgress({ stage: "generating", done: step, total: steps }),
  );
  const probabilities = packShares(outputs.flatMap((batch) => [...batch[0]!]));
  const kept = unpackShares(probabilities);
  const { classes } = predictor;
  const rows = outputs.map((_, step) => kept.subarray(step * classes, (step + 1) * classes));
  return { events: clip!.events, probabilities, rows };
}

async function measureModel(
  source: PredictorSource,
  model: ModelId,
  settings: ConfidenceSettings,
  heldOut: HeldOut | null,
  onProgress: OnProgress,
): Promise<ConfidenceModel> {
  const { meta, predictor, dispose } = source.load(settings.corpus, model);
  const show: OnProgress = (p) => onProgress({ ...p, stage: `${model}, ${p.stage}` });
  const { events, probabilities, rows } = await generated(predictor, settings, show);
  const { mean, byClass } = confidence(rows, events);
  const chosen = new Array<number>(byClass.length).fill(0);
  for (const event of events) chosen[event]! += 1;
  const each = entropies(rows);
  const calibrated = heldOut && (await measureCalibration(predictor, heldOut, show));
  dispose();
  return {
    model,
    checkpoint: meta.weights.sha256,
    mean,
    byClass: byClass.map((share, c) => ({ chosen: chosen[c]!, confidence: share })),
    entropy: each.reduce((a, b) => a + b, 0) / each.length,
    binaryLike: binaryLike(rows),
    calibration: calibrated,
    events: packWhole(events),
    probabilities,
  };
}

interface HeldOut {
  texts: readonly Uint16Array[];
  places: Places;
  stride: number;
}

function heldOutWindows({ corpus, heldOutStride }: ConfidenceSettings): HeldOut | null {
  if (heldOutStride === 0 || !corpusPresent(corpusById(corpus).id)) return null;
  const texts = loadCorpus(corpus).eval;
  return {
    texts,
    places: windowPlaces(texts, consecutiveWindows(heldOutStride)),
    stride: heldOutStride,
  };
}

async function measureCalibration(predictor: Predictor, heldOut: HeldOut, onProgress: OnProgress) {
  const { texts, places, stride } = heldOut;
  const choices = await firstChoices(predictor, texts, places, consecutiveWindows(stride), (done) =>
    onProgress({ stage: "held-out text", done, total: places.count }),
  );
  const packed = choices.map(packedChoice);
  return { ...calibration(packed.map(choiceFrom)), choices: packWhole(packed) };
}

/**
 * Generates from each model with the softmax kept, and measures its certainty.
 * @throws InputError when a checkpoint or the primer is absent
 */
export async function measureConfidence(
  settings: ConfidenceSettings,
  onProgress: OnProgress,
): Promise<ConfidenceData> {
  const source = await predictorSource();
  const encoding = ENCODINGS[corpusById(settings.corpus).encoding];
  const heldOut = heldOutWindows(settings);
  const models: ConfidenceModel[] = [];
  for (const model of settings.models) {
    models.push(await measureModel(source, model, settings, heldOut, onProgress));
  }
  const { corpus, seed, temperature, steps, primer } = settings;
  return {
    format: 1,
    corpus,
    seed,
    temperature,
    steps,
    primer,
    classes: Array.from({ length: encoding.classes }, (_, c) => encoding.className(c)),
    heldOut: heldOut && { windows: heldOut.places.count, stride: heldOut.stride },
    models,
  };
}
