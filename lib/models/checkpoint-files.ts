import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  type CheckpointMeta,
  META_FILE,
  parseCheckpointMeta,
  WEIGHTS_FILE,
} from "@/lib/models/checkpoint-meta";
import { InputError } from "@/lib/shared/invariant";

/** The checkpoints that ship with the project: one folder a corpus, in it one a model. */
export const SHIPPED_CHECKPOINTS = fileURLToPath(new URL("../../checkpoints", import.meta.url));

/** Where the checkpoint of a model trained on a corpus lies. */
export function checkpointFolder(
  corpus: string,
  model: string,
  root = SHIPPED_CHECKPOINTS,
): string {
  return path.join(root, corpus, model);
}

/** The meta file of a checkpoint, or null when there is no such checkpoint. */
export function readCheckpointMeta(folder: string): CheckpointMeta | null {
  const file = path.join(folder, META_FILE);
  if (!fs.existsSync(file)) return null;
  return parseCheckpointMeta(JSON.parse(fs.readFileSync(file, "utf8")), file);
}

/**
 * Reads a checkpoint's two files.
 * @throws InputError when it is absent, or the weights are not those that its meta file names
 */
export function readCheckpoint(
  corpus: string,
  model: string,
  root?: string,
): { meta: CheckpointMeta; bytes: Uint8Array } {
  const folder = checkpointFolder(corpus, model, root);
  const meta = readCheckpointMeta(folder);
  if (!meta) {
    throw new InputError(
      `checkpoint: expected ${model} trained on ${corpus} in ${folder}, found none: "study train ${model} --corpus ${corpus}" and "study checkpoints write" make one`,
    );
  }
  const bytes = fs.readFileSync(path.join(folder, WEIGHTS_FILE));
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (digest !== meta.weights.sha256) {
    throw new InputError(
      `${folder}: expected weights with digest ${meta.weights.sha256}, got ${digest}`,
    );
  }
  return { meta, bytes };
}

/** Writes a checkpoint whole or not at all: into a folder beside it, then by rename. */
export function writeCheckpoint(folder: string, meta: CheckpointMeta, weights: Uint8Array): void {
  const partial = `${folder}.part-${process.pid}`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true });
  fs.writeFileSync(path.join(partial, WEIGHTS_FILE), weights);
  fs.writeFileSync(path.join(partial, META_FILE), `${JSON.stringify(meta, null, 1)}\n`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(partial, folder);
}
