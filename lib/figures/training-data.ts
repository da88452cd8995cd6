import { z } from "zod";
import { MODEL_IDS } from "@/lib/models/model-ids";

/*
 * What pages read of the committed artifacts. The files hold more; their whole shape is checked where
 * they are written (lib/models/architectures, lib/training).
 */

const layerSchema = z.object({
  name: z.string(),
  type: z.string(),
  kernel: z.int().nullable(),
  stride: z.int().nullable(),
  padding: z.string().nullable(),
  output: z.array(z.int()),
  parameters: z.int(),
  local: z.boolean(),
});

/** artifacts/architectures.json */
export const architecturesView = z.object({
  architectures: z.array(
    z.object({
      model: z.enum(MODEL_IDS),
      encoding: z.enum(["melody", "polyphony"]),
      classes: z.int(),
      parameters: z.int(),
      operations: z.number(),
      layers: z.array(layerSchema),
    }),
  ),
});
/** One network, layer by layer. */
export type ArchitectureView = z.infer<typeof architecturesView>["architectures"][number];
/** One layer of a network. */
export type LayerView = ArchitectureView["layers"][number];

const lossSchema = z.object({ loss: z.number(), accuracy: z.number() });
const heldOutSchema = z.object({ heldOut: lossSchema, heldOutUnseen: lossSchema });

/** artifacts/training-table.json */
export const trainingTableView = z.object({
  rows: z.array(
    z.object({
      model: z.enum(MODEL_IDS),
      corpus: z.string(),
      parameters: z.int(),
      shipped: z.boolean(),
      passes: z.number(),
      seconds: z.number(),
      convergePass: z.int(),
      train: lossSchema,
      validation: lossSchema,
      heldOut: lossSchema,
      heldOutUnseen: lossSchema,
      msPerEvent: z.object({ batch1: z.number(), batch64: z.number() }).nullable(),
    }),
  ),
  baselines: z.array(
    z.object({
      corpus: z.string(),
      unigram: heldOutSchema,
      bigram: heldOutSchema,
      ngram: heldOutSchema.extend({ order: z.int() }),
      linear: heldOutSchema,
    }),
  ),
});
/** The training table as a page shows it. */
export type TrainingTableView = z.infer<typeof trainingTableView>;

/** How windows are laid in the comparisons of convergence (docs/decisions/0001). */
export const CONVERGENCE_WINDOWS = ["table", "paper", "consecutive"] as const;

const besideSchema = z.object({
  paper: z.number(),
  ours: z.number().nullable(),
  ratio: z.number().nullable(),
});
const tauSchema = z.object({ tau: z.number().nullable(), models: z.int() });

/** The paper's training table beside ours. */
const comparedView = z.object({
  rows: z.array(
    z.object({
      model: z.enum(MODEL_IDS),
      loss: besideSchema,
      msPerBatch: besideSchema,
      convergeEpoch: z.object({ paper: z.int(), ours: z.int().nullable() }),
      weights: besideSchema,
      passes: z.int(),
      diverged: z.boolean(),
    }),
  ),
  lossTau: tauSchema,
  epochTau: tauSchema,
});
/** The paper's training table beside ours as a page shows it. */
export type ComparedView = z.infer<typeof comparedView>;

/** artifacts/claims.json */
export const claimsView = z.object({
  claims: z.array(
    z.object({
      id: z.string(),
      claim: z.string(),
      measured: z.string(),
      holds: z.boolean().nullable(),
      command: z.string(),
    }),
  ),
  paper: comparedView.optional(),
  convergence: z.array(
    z.object({
      model: z.enum(MODEL_IDS),
      windows: z.enum(CONVERGENCE_WINDOWS),
      accuracyByPass: z.array(z.number()),
      lossByPass: z.array(z.number()).optional(),
    }),
  ),
  length: z.array(
    z.object({
      model: z.enum(MODEL_IDS),
      clips: z.int(),
      temperature: z.number(),
      byBar: z.array(
        z.object({ bar: z.int(), confidence: z.number(), nats: z.number(), onsets: z.number() }),
      ),
    }),
  ),
});
/** The claims as a page shows them. */
export type ClaimsView = z.infer<typeof claimsView>;

/** checkpoints/CORPUS/MODEL/checkpoint.json */
export const trainingLogView = z.object({
  model: z.enum(MODEL_IDS),
  log: z.array(
    z.object({
      pass: z.number(),
      trainLoss: z.number(),
      validationLoss: z.number().nullable(),
    }),
  ),
});
/** How a network's losses went. */
export type TrainingLogView = z.infer<typeof trainingLogView>;
