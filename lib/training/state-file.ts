import { createHash } from "node:crypto";
import fs from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { InputError } from "@/lib/shared/invariant";
import {
  loadState,
  type RunIdentity,
  readState,
  requireIdentity,
  type StateFacts,
  saveState,
  stateArrays,
  stateOf,
  type TrainingState,
} from "@/lib/training/state";

/** First bytes of an exported state. */
const MAGIC = Buffer.from("study training state 1\n", "latin1");

interface Header {
  facts: StateFacts;
  /** The best weights are the last ones, and stand in the file once. */
  bestIsLast: boolean;
  /** SHA-256 of the numbers as little-endian float32, in their order. */
  sha256: string;
}

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Bytes of float32 numbers with all first bytes before all second ones: compresses further. */
function toPlanes(bytes: Buffer): Buffer {
  const count = bytes.length / 4;
  const planes = Buffer.alloc(bytes.length);
  for (let i = 0; i < count; i++) {
    for (let byte = 0; byte < 4; byte++) planes[byte * count + i] = bytes[4 * i + byte]!;
  }
  return planes;
}

function fromPlanes(planes: Buffer): Buffer {
  const count = planes.length / 4;
  const bytes = Buffer.alloc(planes.length);
  for (let i = 0; i < count; i++) {
    for (let byte = 0; byte < 4; byte++) bytes[4 * i + byte] = planes[byte * count + i]!;
  }
  return bytes;
}

const equal = (a: readonly Float32Array[], b: readonly Float32Array[]) =>
  a.every((values, index) => values.every((value, i) => Object.is(value, b[index]![i])));

/** A state as one compressed file: float32 weights and moments, log, identity, digest. */
export function packState(state: TrainingState): Buffer {
  const bestIsLast = equal(state.weights, state.best);
  const { facts, bytes } = stateArrays(bestIsLast ? { ...state, best: [] } : state);
  const header: Header = { facts, bestIsLast, sha256: digest(bytes) };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([MAGIC, gzipSync(Buffer.concat([length, json, toPlanes(bytes)]))]);
}

/**
 * The state in an exported file.
 * @param where names the file in errors
 * @throws InputError when it is no such file, or not as it was written
 */
export function unpackState(file: Buffer, where: string): TrainingState {
  if (!file.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new InputError(`${where}: expected a state written by --export-state, got another file`);
  }
  const { header, planes } = opened(file, where);
  const bytes = fromPlanes(planes);
  const found = digest(bytes);
  if (found !== header.sha256) {
    throw new InputError(`${where}: expected numbers with digest ${header.sha256}, got ${found}`);
  }
  const state = stateOf(header.facts, bytes);
  return header.bestIsLast ? { ...state, best: state.weights.map((w) => w.slice()) } : state;
}

function opened(file: Buffer, where: string): { header: Header; planes: Buffer } {
  try {
    const content = gunzipSync(file.subarray(MAGIC.length));
    const end = 4 + content.readUInt32LE(0);
    const header = JSON.parse(content.subarray(4, end).toString("utf8")) as Header;
    return { header, planes: content.subarray(end) };
  } catch (error) {
    throw new InputError(`${where}: expected a whole state, got ${(error as Error).message}`);
  }
}

/**
 * Writes the stored state of a run as one file, whole or not at all.
 * @param folder of the run
 * @returns bytes written, and updates done
 * @throws InputError when the folder holds no run
 */
export function exportState(folder: string, file: string): { bytes: number; step: number } {
  const state = readState(folder);
  if (!state) {
    throw new InputError(`--export-state: expected a training run in ${folder}, found none`);
  }
  const packed = packState(state);
  fs.writeFileSync(`${file}.part`, packed);
  fs.renameSync(`${file}.part`, file);
  return { bytes: packed.length, step: state.step };
}

/**
 * Puts an exported state where a run goes on from.
 * @param folder of the run, which holds none yet, or one that has come less far
 * @throws InputError when the file is not whole or of another run, or the folder's run is further
 */
export function takeUpState(file: string, folder: string, identity: RunIdentity): void {
  if (!fs.existsSync(file)) throw new InputError(`--from-state: expected a file, found no ${file}`);
  const state = unpackState(fs.readFileSync(file), file);
  const here = loadState(folder, identity);
  if (here && here.step > state.step) {
    throw new InputError(
      `--from-state: expected a run with at most ${state.step} updates in ${folder}, found ${here.step}`,
    );
  }
  requireIdentity(state.identity, identity, file);
  saveState(folder, state);
}
