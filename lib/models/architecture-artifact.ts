import { z } from "zod";
import { architectureOf } from "@/lib/models/architecture";
import {
  checkpointFolder,
  readCheckpointMeta,
  SHIPPED_CHECKPOINTS,
} from "@/lib/models/checkpoint-files";
import {
  layerSummarySchema,
  layerTable,
  operationsOfModel,
  parametersOfModel,
} from "@/lib/models/layer-table";
import { MODEL_IDS, type ModelId, WINDOW } from "@/lib/models/model-ids";

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
export type ArchitectureEntry = z.infer<typeof architectureSchema>;

/** Content of artifacts/architectures.json. */
export const architecturesSchema = z.strictObject({
  format: z.literal(1),
  architectures: z.array(architectureSchema),
});

/** Name of the committed file. */
export const ARCHITECTURES_FILE = "architectures.json";

/** Digest of the weights that ship for a model and task. */
function shippedDigest(model: ModelId, { corpus }: Task, root = SHIPPED_CHECKPOINTS) {
  return readCheckpointMeta(checkpointFolder(corpus, model, root))?.weights.sha256 ?? null;
}

/** A model layer by layer, from its description, with the digest of its shipped weights. */
export function architectureEntry(model: ModelId, task: Task): ArchitectureEntry {
  const layers = layerTable(architectureOf(model), WINDOW, task.classes);
  return {
    model,
    encoding: task.encoding,
    classes: task.classes,
    parameters: parametersOfModel(layers),
    operations: operationsOfModel(layers),
    checkpoint: shippedDigest(model, task),
    layers,
  };
}
