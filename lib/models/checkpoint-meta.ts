import { z } from "zod";
import { INITIALISATIONS, type Initialisation } from "@/lib/models/architecture";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits");
const finite = z.number();

const lossSchema = z.strictObject({
  /** Mean cross-entropy in nats. */
  loss: finite,
  accuracy: finite.min(0).max(1),
  count: z.int().positive(),
});

const logEntrySchema = z.strictObject({
  pass: finite,
  step: z.int(),
  examples: z.int(),
  rate: finite,
  trainLoss: finite,
  trainAccuracy: finite,
  validationLoss: finite.nullable(),
  validationAccuracy: finite,
  seconds: finite,
});

/** The JSON beside a checkpoint's weights: what they are, and how they came to be. */
export const checkpointMetaSchema = z.strictObject({
  format: z.literal(1),
  model: z.enum(MODEL_IDS),
  encoding: z.enum(["melody", "polyphony"]),
  /** Events in a window. */
  window: z.int().positive(),
  /** Size of the alphabet. */
  classes: z.int().positive(),
  /** All parameters, moving statistics included. */
  parameters: z.int().positive(),
  corpus: z.strictObject({ id: z.string().min(1), sha256 }),
  seed: z.int(),
  /** Training settings as given (lib/training/schedule.ts). */
  settings: z.record(z.string(), z.unknown()),
  /** The run whose best weights this one started from, if any; its passes and seconds are counted in. */
  from: z.strictObject({ run: z.string().min(1), passes: finite, seconds: finite }).optional(),
  /** Passes over all windows and updates that the run did, and the update whose weights these are. */
  passes: finite,
  updates: z.int(),
  bestUpdate: z.int(),
  /** Why the run ended; null where it was cut off. */
  finished: z.string().nullable(),
  /** Seconds of training, without validation. */
  seconds: finite,
  /** First pass (from 1) with training accuracy over 0.85; −1 if none. */
  convergePass: z.int(),
  log: z.array(logEntrySchema),
  metrics: z.strictObject({
    /** Of these weights, on every ninth training window. */
    train: lossSchema,
    validation: lossSchema,
    heldOut: lossSchema,
    /** Held-out windows that do not stand, with their label, in the training text. */
    heldOutUnseen: lossSchema,
  }),
  backend: z.string().min(1),
  /** Processor and cores. */
  machine: z.string().min(1),
  /** Commit of the code that trained it, or "unknown". */
  commit: z.string().min(1),
  weights: z.strictObject({
    dtype: z.literal("float16"),
    sha256,
    bytes: z.int().positive(),
    /**
     * In the order in which they lie in the file. Vectors (biases, statistics of normalisation) keep
     * single precision: a moving variance can pass what half precision holds, and they weigh nothing.
     */
    tensors: z.array(
      z.strictObject({
        name: z.string().min(1),
        shape: z.array(z.int().positive()),
        dtype: z.enum(["float16", "float32"]).default("float16"),
      }),
    ),
  }),
});

/** What stands in `checkpoint.json`. */
export type CheckpointMeta = z.infer<typeof checkpointMetaSchema>;

const startSchema = z.object({ initialisation: z.enum(INITIALISATIONS).default("study") });

/**
 * With what the weights started; it decides the LSTM's gates too.
 * @throws ZodError when the settings name another
 */
export function initialisationOf({ settings }: Pick<CheckpointMeta, "settings">): Initialisation {
  return startSchema.parse(settings).initialisation;
}

/** File names inside a checkpoint's folder. */
export const META_FILE = "checkpoint.json";
export const WEIGHTS_FILE = "weights.bin";

/** @throws InputError that names the first wrong place */
export function parseCheckpointMeta(value: unknown, where: string): CheckpointMeta {
  const result = checkpointMetaSchema.safeParse(value);
  if (result.success) return result.data;
  const first = result.error.issues[0]!;
  throw new InputError(`${where}: ${first.path.join(".") || "whole file"}: ${first.message}`);
}
