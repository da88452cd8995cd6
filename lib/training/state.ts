import fs from "node:fs";
import path from "node:path";
import { canonicalJson } from "@/lib/shared/canonical-json";
import { InputError } from "@/lib/shared/invariant";
import type { AdamState } from "@/lib/training/adam";
import type { TrainingSettings } from "@/lib/training/schedule";

/** One line of a training log: what happened between two validations. */
export interface LogEntry {
  /** Passes over all windows done, in parts of one. */
  pass: number;
  /** Updates done. */
  step: number;
  examples: number;
  rate: number;
  /** Means over the batches since the last entry, measured while training. */
  trainLoss: number;
  trainAccuracy: number;
  /** null where it overflowed, in a run that chooses nothing by it. */
  validationLoss: number | null;
  validationAccuracy: number;
  seconds: number;
}

/** What identifies a run: it can only be resumed as what it was started as. */
export interface RunIdentity {
  model: string;
  corpus: string;
  corpusDigest: string;
  seed: number;
  settings: TrainingSettings;
  /** Run whose best weights this one started from, and what that had done; left out where drawn. */
  from?: { run: string; passes: number; seconds: number };
}

/** Sums since the last log entry, and over the pass. */
export interface Sums {
  loss: number;
  right: number;
  count: number;
}

/** Everything from which a run goes on exactly where it stood. */
export interface TrainingState {
  identity: RunIdentity;
  /** Updates done in all. */
  step: number;
  sinceLog: Sums & { seconds: number };
  thisPass: Sums;
  /** Training accuracy of each finished pass. */
  passAccuracy: number[];
  bestValidation: number | null;
  bestStep: number;
  withoutGain: number;
  log: LogEntry[];
  finished: string | null;
  /** All weights in the model's order, and the best so far. */
  weights: Float32Array[];
  best: Float32Array[];
  adam: AdamState;
}

type Stored = StateFacts & {
  /** Why training stopped at numbers that are not finite, some time after this state. */
  diverged?: string;
  binary: string;
};

/** Why a run is finished that did its whole plan. */
export const PLAN_DONE = "planned passes done";

const STATE_FILE = "state.json";

function bytesOf(arrays: readonly Float32Array[]): Buffer[] {
  return arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength));
}

/** All of a state but its numbers, and how many of these there are. */
export type StateFacts = Omit<TrainingState, "weights" | "best" | "adam"> & {
  updates: number;
  lengths: Record<"weights" | "best" | "first" | "second", number[]>;
};

/** A state taken apart: facts, and all numbers as little-endian float32 one after the other. */
export function stateArrays(state: TrainingState): { facts: StateFacts; bytes: Buffer } {
  const { weights, best, adam, ...rest } = state;
  const groups = { weights, best, first: adam.first, second: adam.second };
  const lengths = Object.fromEntries(
    Object.entries(groups).map(([name, arrays]) => [name, arrays.map((a) => a.length)]),
  ) as StateFacts["lengths"];
  const bytes = Buffer.concat(Object.values(groups).flatMap(bytesOf));
  return { facts: { ...rest, updates: adam.updates, lengths }, bytes };
}

/** A state put together again. */
export function stateOf(facts: StateFacts, bytes: Uint8Array): TrainingState {
  const { updates, lengths, ...rest } = facts;
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let offset = 0;
  const take = (counts: number[]) =>
    counts.map((length) => {
      const part = floats.slice(offset, offset + length);
      offset += length;
      return part;
    });
  const weights = take(lengths.weights);
  const best = take(lengths.best);
  const adam = { updates, first: take(lengths.first), second: take(lengths.second) };
  return { ...rest, weights, best, adam };
}

/**
 * Stores a state: first the arrays under a new name, then the JSON that names them, by rename, so
 * that a kill at any moment leaves the old or the new state whole.
 */
export function saveState(folder: string, state: TrainingState): void {
  fs.mkdirSync(folder, { recursive: true });
  const { facts, bytes } = stateArrays(state);
  const binary = `arrays-${state.step}.bin`;
  const partial = path.join(folder, `${binary}.part`);
  fs.writeFileSync(partial, bytes);
  fs.renameSync(partial, path.join(folder, binary));
  writeStored(folder, { ...facts, binary });
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith("arrays-") && name !== binary) fs.rmSync(path.join(folder, name));
  }
}

function writeStored(folder: string, stored: Stored): void {
  const json = path.join(folder, `${STATE_FILE}.part`);
  fs.writeFileSync(json, JSON.stringify(stored));
  fs.renameSync(json, path.join(folder, STATE_FILE));
}

/**
 * Notes beside the stored state that training went no further from it. The state stays as it was:
 * another try goes on from it, and loses the note once it gets further.
 */
export function noteDivergence(folder: string, reason: string): void {
  const file = path.join(folder, STATE_FILE);
  if (!fs.existsSync(file)) return;
  writeStored(folder, {
    ...(JSON.parse(fs.readFileSync(file, "utf8")) as Stored),
    diverged: reason,
  });
}

/** The stored state of a run, whatever it is a run of; null when the folder holds none. */
export function readState(folder: string): TrainingState | null {
  const file = path.join(folder, STATE_FILE);
  if (!fs.existsSync(file)) return null;
  const stored = JSON.parse(fs.readFileSync(file, "utf8")) as Stored;
  const { binary, diverged: _, ...facts } = stored;
  return stateOf(facts, fs.readFileSync(path.join(folder, binary)));
}

/**
 * Is a state of the run that is wanted?
 * @param where names what holds the state
 * @throws InputError when model, corpus, seed or settings differ
 */
export function requireIdentity(found: RunIdentity, wanted: RunIdentity, where: string): void {
  const [a, b] = [canonicalJson(wanted), canonicalJson(found)];
  if (a !== b) throw new InputError(`${where}: expected ${a} to resume, found ${b}`);
}

/**
 * Loads the state of a run to go on with, if there is one.
 * @throws InputError when the folder holds a run with another model, corpus, seed or settings
 */
export function loadState(folder: string, identity: RunIdentity): TrainingState | null {
  const state = readState(folder);
  if (state) requireIdentity(state.identity, identity, `training run ${folder}`);
  return state;
}
