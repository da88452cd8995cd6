import { confidence, recorded } from "@/lib/analysis/confidence";
import { type BarQuality, drift, type GeneratedEvents, qualityByBar } from "@/lib/analysis/length";
import { loadCorpus } from "@/lib/datasets/load";
import { trainingTexts } from "@/lib/datasets/training-texts";
import { loadPrimers } from "@/lib/generation/primer-files";
import { sampleClips } from "@/lib/generation/sample";
import { readCheckpoint } from "@/lib/models/checkpoint-files";
import { initialisationOf } from "@/lib/models/checkpoint-meta";
import { fastCheckpoint } from "@/lib/models/fast/from-checkpoint";
import type { ModelId } from "@/lib/models/model-ids";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";
import type { LengthRun } from "@/lib/training/claims";
import { Ngrams } from "@/lib/training/ngrams";

/** How long pieces are sampled. */
export interface LongSettings {
  bars: number;
  clips: number;
  temperature: number;
  seed: number;
}

const ORDER = 5;

const fourDigits = (value: number) => Math.round(value * 1e4) / 1e4;

/** The artifact is read by people too: four digits are more than the clips can tell. */
const rounded = ({ bar, confidence, nats, onsets, interval }: BarQuality): BarQuality => ({
  bar,
  confidence: fourDigits(confidence),
  nats: fourDigits(nats),
  onsets: fourDigits(onsets),
  interval: interval === null ? null : fourDigits(interval),
});

/** The back-off n-grams of the whole training text: the model of human music. */
export function humanModel(corpus: string): Ngrams {
  const { classes, ...texts } = loadCorpus(corpus);
  return new Ngrams(trainingTexts({ classes, ...texts }), classes, ORDER);
}

function costs(human: Ngrams, primer: readonly number[], events: readonly number[]): number[] {
  let contexts = human.start();
  for (const event of primer) contexts = human.next(contexts, event);
  return events.map((event) => {
    const p = human.probabilities(contexts, event).at(-1)!;
    contexts = human.next(contexts, event);
    return -Math.log(p);
  });
}

/**
 * Samples long melodies from a shipped checkpoint and measures them bar by bar.
 * @throws InputError when the checkpoint or its primers are absent
 */
export async function sampleLong(
  corpus: string,
  model: ModelId,
  human: Ngrams,
  settings: LongSettings,
  onStep: (step: number, steps: number) => void,
): Promise<LengthRun> {
  const { meta, bytes } = readCheckpoint(corpus, model);
  const network = fastCheckpoint(meta, bytes);
  const { predictor, outputs } = recorded(network);
  const primers = loadPrimers(corpus).primers.slice(0, settings.clips);
  const { bars, temperature, seed } = settings;
  const limit = bars * STEPS_PER_BAR;
  const requests = primers.map((primer, i) => ({
    primer: primer.events,
    rng: namedStream(seed, "long", model, i),
  }));
  const made = await sampleClips(predictor, requests, { temperature, limit }, (step) =>
    onStep(step, limit),
  );
  const clips = made.map(
    ({ events }, i): GeneratedEvents => ({
      events,
      chosen: events.map((event, step) => outputs[step]![i]![event]!),
      nats: costs(human, primers[i]!.events, events),
    }),
  );
  const all = clips.flatMap((clip) => clip.events);
  const byBar = qualityByBar(clips, bars);
  const rows = clips.flatMap((_, i) => outputs.map((batch) => batch[i]!));
  return {
    model,
    checkpoint: meta.weights.sha256,
    protocol: initialisationOf(meta) === "authors" ? "table" : "study",
    confidence: confidence(rows, all).mean,
    drift: drift(byBar),
    byBar: byBar.map(rounded),
    clips: clips.length,
    temperature,
  };
}
