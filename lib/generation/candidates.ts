import type { Decoded, Encoding } from "@/lib/encoding/encoding";
import { STEP_END } from "@/lib/encoding/polyphony-alphabet";
import type { Primer } from "@/lib/generation/primers";
import { type Complete, type Predictor, sampleClips } from "@/lib/generation/sample";
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

/** When a clip of an encoding is complete, counting the steps of all clips together. */
function completion(encoding: Encoding, written: { steps: number }) {
  const steps = new WeakMap<readonly number[], number>();
  const complete: Complete = (events) => {
    const ends = encoding.id === "melody" || events.at(-1) === STEP_END ? 1 : 0;
    const count = (steps.get(events) ?? 0) + ends;
    steps.set(events, count);
    written.steps += ends;
    return count >= CLIP_STEPS;
  };
  return { limit: encoding.id === "melody" ? CLIP_STEPS : EVENT_LIMIT, complete };
}

/** Told how many steps of all clips are written, and of how many; what it throws stops the work. */
export type OnWritten = (done: number, total: number) => void | Promise<void>;

/**
 * Lets one model continue every primer, all clips in one batch. Each clip draws from a stream named
 * after model and item, so that a clip does not depend on which others are made beside it.
 */
export async function generateCandidates(
  model: string,
  predictor: Predictor,
  primers: readonly Primer[],
  settings: SamplingSettings,
  onWritten?: OnWritten,
): Promise<GeneratedCandidate[]> {
  const { encoding, temperature, seed } = settings;
  const requests = primers.map((primer) => ({
    primer: primer.events,
    rng: namedStream(seed, "clip", model, primer.id),
    grammar: encoding.grammar?.(primer.events),
  }));
  const written = { steps: 0 };
  const how = { temperature, ...completion(encoding, written) };
  const clips = await sampleClips(predictor, requests, how, () =>
    onWritten?.(written.steps, primers.length * CLIP_STEPS),
  );
  return clips.map(({ events, nearEdges, withheld }, index) => ({
    model,
    item: primers[index]!.id,
    events,
    decoded: encoding.decode(events, CLIP_STEPS),
    nearEdges,
    withheld,
  }));
}
