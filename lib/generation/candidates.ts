import type { Decoded, Encoding } from "@/lib/encoding/encoding";
import { STEP_END } from "@/lib/encoding/polyphony-alphabet";
import type { Primer } from "@/lib/generation/primers";
import { type Complete, type OnStep, type Predictor, sampleClips } from "@/lib/generation/sample";
import { CLIP_STEPS } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";

/** Events after which a polyphonic clip is given up. */
const EVENT_LIMIT = 2000;

/** What one model wrote after one primer. */
export interface GeneratedCandidate {
  model: string;
  item: string;
  events: number[];
  decoded: Decoded;
  /** Events whose draw fell within 1e-4 of another outcome: they may differ on another machine. */
  nearEdges: number[];
  /** Mean probability given to classes that cannot stand where they were offered. */
  withheld: number;
}

/** How clips are sampled. */
export interface SamplingSettings {
  encoding: Encoding;
  temperature: number;
  seed: number;
}

function completion(encoding: Encoding): { limit: number; complete?: Complete } {
  if (encoding.id === "melody") return { limit: CLIP_STEPS };
  const steps = new WeakMap<readonly number[], number>();
  const complete: Complete = (events) => {
    const last = events.at(-1);
    const count = (steps.get(events) ?? 0) + (last === STEP_END ? 1 : 0);
    steps.set(events, count);
    return count >= CLIP_STEPS;
  };
  return { limit: EVENT_LIMIT, complete };
}

/**
 * Lets one model continue every primer, all clips in one batch. Each clip draws from a stream named
 * after model and item, so that a clip does not depend on which others are made beside it.
 */
export async function generateCandidates(
  model: string,
  predictor: Predictor,
  primers: readonly Primer[],
  settings: SamplingSettings,
  onStep?: OnStep,
): Promise<GeneratedCandidate[]> {
  const { encoding, temperature, seed } = settings;
  const requests = primers.map((primer) => ({
    primer: primer.events,
    rng: namedStream(seed, "clip", model, primer.id),
    grammar: encoding.grammar?.(primer.events),
  }));
  const how = { temperature, ...completion(encoding) };
  const clips = await sampleClips(predictor, requests, how, onStep);
  return clips.map(({ events, nearEdges, withheld }, index) => ({
    model,
    item: primers[index]!.id,
    events,
    decoded: encoding.decode(events, CLIP_STEPS),
    nearEdges,
    withheld,
  }));
}
