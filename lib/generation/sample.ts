import type { Grammar } from "@/lib/encoding/encoding";
import { InputError, invariant } from "@/lib/shared/invariant";
import type { Rng } from "@/lib/shared/rng";

/** A draw that falls this near an edge of the cumulative probabilities may differ elsewhere. */
export const EDGE = 1e-4;

/** Anything that scores the next event: a trained network, or a fake in tests. */
export interface Predictor {
  window: number;
  classes: number;
  /**
   * Values before the softmax for a batch of windows.
   * @param windows [batch · window] classes, row by row
   * @returns [batch · classes]
   */
  logits(windows: Uint16Array, batch: number): Promise<Float32Array>;
}

/**
 * Softmax of one row at a temperature, in double precision.
 * @throws Error where a value is not a number: weights that overflowed must not pass as music
 */
export function probabilities(logits: ArrayLike<number>, temperature: number): Float64Array {
  let highest = -Infinity;
  for (let i = 0; i < logits.length; i++) highest = Math.max(highest, logits[i]!);
  invariant(Number.isFinite(highest), `logits: expected finite numbers, got ${highest}`);
  const result = new Float64Array(logits.length);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    result[i] = Math.exp((logits[i]! - highest) / temperature);
    sum += result[i]!;
  }
  for (let i = 0; i < result.length; i++) result[i]! /= sum;
  return result;
}

/** The class drawn, and how near the draw fell to the edge of another class. */
export interface Draw {
  event: number;
  edgeDistance: number;
}

/** The most probable class, the lower one on a tie; its edge is the lead over the second. */
function mostProbable(logits: ArrayLike<number>): Draw {
  const p = probabilities(logits, 1);
  let [best, second] = [0, -1];
  for (let i = 1; i < p.length; i++) {
    if (logits[i]! > logits[best]!) [best, second] = [i, best];
    else if (second < 0 || logits[i]! > logits[second]!) second = i;
  }
  return { event: best, edgeDistance: second < 0 ? 1 : p[best]! - p[second]! };
}

/**
 * Draws one event. Temperature 0 takes the most probable class (the lower one on a tie); otherwise
 * one number is drawn and the first class whose cumulative probability exceeds it is taken.
 * @throws Error where a value is not a number, or there is none
 */
export function drawEvent(logits: ArrayLike<number>, temperature: number, rng: Rng): Draw {
  if (temperature === 0) return mostProbable(logits);
  const p = probabilities(logits, temperature);
  const at = rng.float();
  let below = 0;
  let event = 0;
  while (event < p.length - 1 && at >= below + p[event]!) {
    below += p[event]!;
    event += 1;
  }
  // Neither 0 nor 1 is an edge: no other class lies beyond.
  const toLower = event === 0 ? 1 : at - below;
  const toUpper = event === p.length - 1 ? 1 : below + p[event]! - at;
  return { event, edgeDistance: Math.min(toLower, toUpper) };
}

/** One clip to generate: the events before it, and its own random stream. */
export interface ClipRequest {
  /** At least a window's worth of events; the last ones are the window. */
  primer: ArrayLike<number>;
  rng: Rng;
  /** What can stand next, the primer taken; every class where it is left out. */
  grammar?: Grammar;
}

/** A generated continuation, primer left out. */
export interface GeneratedClip {
  events: number[];
  /** Indices of events whose draw fell within `EDGE` of another outcome. */
  nearEdges: number[];
  /** Mean probability that the network gave to classes that cannot stand there; 0 without a grammar. */
  withheld: number;
}

/**
 * Takes the classes that cannot stand next out of a row of logits.
 * @returns the probability that they had at the temperature (at 1 where it is 0)
 */
function withhold(logits: Float32Array, grammar: Grammar, temperature: number): number {
  const p = probabilities(logits, temperature || 1);
  let withheld = 0;
  for (let event = 0; event < logits.length; event++) {
    if (grammar.allows(event)) continue;
    withheld += p[event]!;
    logits[event] = -Infinity;
  }
  return withheld;
}

/** Told after each step; what it throws stops the work, what it promises is waited for. */
export type OnStep = (step: number) => void | Promise<void>;

/** When a clip is complete; checked after each event. */
export type Complete = (events: readonly number[]) => boolean;

function startWindow(primer: ArrayLike<number>, window: number): Uint16Array {
  if (primer.length < window) {
    throw new InputError(`primer: expected at least ${window} events, got ${primer.length}`);
  }
  return Uint16Array.from(Array.from(primer).slice(primer.length - window));
}

/**
 * Generates all clips in one batch, each until `complete` says so or `limit` events are written.
 * Every clip draws from its own stream, so its events do not depend on the others in the batch.
 * @throws InputError when the temperature is negative or a primer is too short
 */
export async function sampleClips(
  predictor: Predictor,
  requests: readonly ClipRequest[],
  { temperature, limit, complete }: { temperature: number; limit: number; complete?: Complete },
  onStep?: OnStep,
): Promise<GeneratedClip[]> {
  if (!(temperature >= 0))
    throw new InputError(`temperature: expected 0 or more, got ${temperature}`);
  const { window, classes } = predictor;
  const clips = requests.map(() => ({
    events: [] as number[],
    nearEdges: [] as number[],
    withheld: 0,
  }));
  const windows = requests.map((request) => startWindow(request.primer, window));
  let open = requests.map((_, index) => index);
  for (let step = 0; step < limit && open.length > 0; step++) {
    const batch = new Uint16Array(open.length * window);
    open.forEach((index, row) => {
      batch.set(windows[index]!, row * window);
    });
    const logits = await predictor.logits(batch, open.length);
    open.forEach((index, row) => {
      const scores = logits.subarray(row * classes, (row + 1) * classes);
      const clip = clips[index]!;
      const { rng, grammar } = requests[index]!;
      if (grammar) clip.withheld += withhold(scores, grammar, temperature);
      const { event, edgeDistance } = drawEvent(scores, temperature, rng);
      grammar?.take(event);
      if (edgeDistance < EDGE) clip.nearEdges.push(clip.events.length);
      clip.events.push(event);
      windows[index]!.copyWithin(0, 1);
      windows[index]![window - 1] = event;
    });
    open = open.filter((index) => !complete?.(clips[index]!.events));
    await onStep?.(step + 1);
  }
  return clips.map((clip) => ({ ...clip, withheld: clip.withheld / (clip.events.length || 1) }));
}
