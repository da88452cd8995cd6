import { z } from "zod";
import {
  checkpointFolder,
  readCheckpointMeta,
  SHIPPED_CHECKPOINTS,
} from "@/lib/models/checkpoint-files";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import { buildModel } from "@/lib/models/registry";
import { layerSummarySchema, operationsOfModel, summarise } from "@/lib/models/summary";

/** The tasks, their alphabets and the corpus whose checkpoints ship for each. */
export const TASKS = [
  { encoding: "melody", classes: 38, corpus: "bach" },
  { encoding: "polyphony", classes: 259, corpus: "chorales" },
] as const;
export type Task = (typeof TASKS)[number];

/** One architecture for one alphabet, layer by layer. */
export const architectureSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  encoding: z.enum(["melody", "polyphony"]),
  classes: z.int().positive(),
  parameters: z.int().positive(),
  /** Arithmetic operations of one window, forward. */
  operations: z.int().positive(),
  /** Digest of the shipped weights; null where none ship. */
  checkpoint: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  layers: z.array(layerSummarySchema),
});
export type Architecture = z.infer<typeof architectureSchema>;

/** Content of artifacts/architectures.json. */
export const architecturesSchema = z.strictObject({
  format: z.literal(1),
  architectures: z.array(architectureSchema),
});

/** Name of the committed file. */
export const ARCHITECTURES_FILE = "architectures.json";

/** Digest of the weights that ship for a model and task. */
export function shippedDigest(model: ModelId, { corpus }: Task, root = SHIPPED_CHECKPOINTS) {
  return readCheckpointMeta(checkpointFolder(corpus, model, root))?.weights.sha256 ?? null;
}

/** Builds a model and describes it; its weights are drawn and thrown away. */
export function architecture(model: ModelId, task: Task): Architecture {
  const network = buildModel(model, task.classes);
  const layers = summarise(network);
  const parameters = network.countParams();
  network.dispose();
  return {
    model,
    encoding: task.encoding,
    classes: task.classes,
    parameters,
    operations: operationsOfModel(layers),
    checkpoint: shippedDigest(model, task),
    layers,
  };
}
