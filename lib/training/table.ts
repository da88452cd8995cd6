import { z } from "zod";
import { ENCODING_IDS } from "@/lib/encoding/encoding";
import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { type Baselines, baselinesSchema } from "@/lib/training/baselines";

/** Training accuracy over which a pass counts as converged (the paper's mark). */
export const CONVERGED = 0.85;

const lossSchema = z.strictObject({
  loss: z.number(),
  accuracy: z.number().min(0).max(1),
  count: z.int().positive(),
});

/** Milliseconds for one generated event of each clip in a batch of 1, 10 and 64. */
const batchTimesSchema = z.strictObject({
  batch1: z.number().positive(),
  batch10: z.number().positive(),
  batch64: z.number().positive(),
});

/** Times through a TensorFlow backend, and through our own inference on the same machine. */
export const eventTimeSchema = batchTimesSchema.extend({
  backend: z.string().min(1),
  machine: z.string().min(1),
  /**
   * Milliseconds of predicting one batch of 512 windows through the backend: what the paper heads
   * "ms/event". Older measurements lack it.
   */
  batch512: z.number().positive().optional(),
  own: batchTimesSchema,
});
export type EventTime = z.infer<typeof eventTimeSchema>;

/** One trained model in the training table. */
export const trainingRowSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  corpus: z.string().min(1),
  encoding: z.enum(ENCODING_IDS),
  classes: z.int().positive(),
  parameters: z.int().positive(),
  /** Digest of the weights that every figure of the row belongs to. */
  checkpoint: z.string().regex(/^[0-9a-f]{64}$/),
  /** The weights lie in checkpoints/. */
  shipped: z.boolean(),
  windows: z.string().min(1),
  rate: z.number().positive(),
  batch: z.int().positive(),
  /** Share of training windows moved by a drawn interval. */
  transposed: z.number().min(0).max(1),
  /** Passes over all windows done; updates done, and the one whose weights these are. */
  passes: z.number().positive(),
  updates: z.int().positive(),
  bestUpdate: z.int().min(0),
  finished: z.string().nullable(),
  seed: z.int(),
  backend: z.string().min(1),
  machine: z.string().min(1),
  commit: z.string().min(1),
  /** Mean training cross-entropy of these weights, nats. */
  train: lossSchema,
  validation: lossSchema,
  heldOut: lossSchema,
  heldOutUnseen: lossSchema,
  /** First pass (from 1) with training accuracy over 0.85; −1 if none. */
  convergePass: z.int(),
  /** Seconds of training, validation left out. */
  seconds: z.number().positive(),
  examplesPerSecond: z.number().positive(),
  /** Validation loss had risen by over 1 % above its best when the run ended. */
  overfits: z.boolean(),
  /** null where it has not been measured. */
  msPerEvent: eventTimeSchema.nullable(),
});
export type TrainingRow = z.infer<typeof trainingRowSchema>;

/** Content of artifacts/training-table.json. */
export const trainingTableSchema = z.strictObject({
  format: z.literal(1),
  baselines: z.array(baselinesSchema),
  rows: z.array(trainingRowSchema),
});
export type TrainingTable = z.infer<typeof trainingTableSchema>;

/** How windows were laid, in words. */
export function windowsText(layout: { spacing: number; ahead: number; stride: number }): string {
  const { spacing, ahead, stride } = layout;
  if (spacing === 1 && ahead === 1) {
    return stride === 1 ? "consecutive, all" : `consecutive, every ${stride}th`;
  }
  if (spacing === 1 && stride === 1) return `consecutive, label ${ahead} after, all`;
  return `events ${spacing} apart, label ${ahead} after, every ${stride}th`;
}

const settingsSchema = z.object({
  layout: z.object({ spacing: z.int(), ahead: z.int(), stride: z.int() }),
  rate: z.number(),
  batch: z.int(),
  transposed: z.number(),
});

function risenAtEnd(meta: CheckpointMeta): boolean {
  const losses = meta.log.flatMap((entry) => entry.validationLoss ?? []);
  return (losses.at(-1) ?? 0) > 1.01 * Math.min(...losses);
}

/** The row of a checkpoint. @param shipped whether its weights lie in checkpoints/ */
export function trainingRow(
  meta: CheckpointMeta,
  shipped: boolean,
  msPerEvent: EventTime | null,
): TrainingRow {
  const { layout, rate, batch, transposed } = settingsSchema.parse(meta.settings);
  const { model, encoding, classes, parameters, passes, updates, bestUpdate, finished } = meta;
  const { seed, backend, machine, commit, convergePass, seconds, metrics } = meta;
  const examples = meta.log.reduce((sum, entry) => sum + entry.examples, 0);
  return {
    model,
    corpus: meta.corpus.id,
    encoding,
    classes,
    parameters,
    checkpoint: meta.weights.sha256,
    shipped,
    windows: windowsText(layout),
    rate,
    batch,
    transposed,
    passes,
    updates,
    bestUpdate,
    finished,
    seed,
    backend,
    machine,
    commit,
    ...metrics,
    convergePass,
    seconds,
    examplesPerSecond: examples / seconds,
    overfits: risenAtEnd(meta),
    msPerEvent,
  };
}

/** Rows in the order of corpora, then of the paper's table. */
export function sortRows(rows: readonly TrainingRow[]): TrainingRow[] {
  const place = ({ model }: TrainingRow) => MODEL_IDS.indexOf(model);
  return [...rows].sort(
    (a, b) =>
      (a.corpus < b.corpus ? -1 : a.corpus > b.corpus ? 1 : 0) ||
      place(a) - place(b) ||
      (a.windows < b.windows ? -1 : 1),
  );
}

/**
 * Puts new rows into a table: shipped rows are replaced as a whole, so that none outlives its
 * checkpoint; rows of weights that do not ship stay until the same run is measured anew.
 */
export function mergeTable(
  before: TrainingTable | null,
  rows: readonly TrainingRow[],
  baselines: readonly Baselines[],
): TrainingTable {
  const key = (row: TrainingRow) => `${row.corpus}/${row.model}/${row.windows}`;
  const fresh = new Set(rows.map(key));
  const kept = (before?.rows ?? []).filter((row) => !row.shipped && !fresh.has(key(row)));
  const known = new Set(baselines.map(({ corpus }) => corpus));
  const older = (before?.baselines ?? []).filter(({ corpus }) => !known.has(corpus));
  const all = [...baselines, ...older].sort((a, b) => (a.corpus < b.corpus ? -1 : 1));
  return { format: 1, baselines: all, rows: sortRows([...rows, ...kept]) };
}

/** How far a row's held-out loss lies from a baseline's: negative is better. */
export function distance(row: TrainingRow, baseline: { heldOut: { loss: number } }): number {
  return row.heldOut.loss - baseline.heldOut.loss;
}
