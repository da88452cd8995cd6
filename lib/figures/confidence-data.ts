import { z } from "zod";
import { MODEL_IDS } from "@/lib/models/model-ids";

const share = z.number().min(0).max(1);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const calibrationSchema = z.strictObject({
  bins: z.array(
    z.strictObject({
      low: share,
      high: share,
      count: z.int().min(0),
      confidence: share.nullable(),
      accuracy: share.nullable(),
    }),
  ),
  /** Expected calibration error. */
  error: share,
  confidence: share,
  accuracy: share,
  /** First choices in the order of the windows: confidence in steps of 1/32767, plus 32768 where right. */
  choices: z.string(),
});

const confidenceModelSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  /** Digest of the weights. */
  checkpoint: digest,
  /** Mean probability of the chosen class. */
  mean: share,
  /** The same when each class was chosen; null where it never was. */
  byClass: z.array(z.strictObject({ chosen: z.int().min(0), confidence: share.nullable() })),
  /** Mean entropy of the steps, nats. */
  entropy: z.number().min(0),
  /** Shares of values over 0.95 or under 0.05, and of steps with a class over 0.95. */
  binaryLike: z.strictObject({ values: share, decided: share }),
  /** Null where the corpus is absent. */
  calibration: calibrationSchema.nullable(),
  /** Chosen class of each step, packed (lib/shared/packed-numbers, whole). */
  events: z.string(),
  /** Softmax outputs, step by step, packed (lib/shared/packed-numbers, shares). */
  probabilities: z.string(),
});

/** Content of artifacts/figure9.json. Every number follows from the packed values. */
export const confidenceSchema = z.strictObject({
  format: z.literal(1),
  corpus: z.string(),
  seed: z.int(),
  temperature: z.number().min(0),
  /** Generated steps. */
  steps: z.int().positive(),
  /** Which primer of the committed list, from 1. */
  primer: z.int().positive(),
  /** Names of the output classes. */
  classes: z.array(z.string()),
  /** Windows that calibration is measured on. */
  heldOut: z.strictObject({ windows: z.int().positive(), stride: z.int().positive() }).nullable(),
  models: z.array(confidenceModelSchema).min(1),
});

/** Data behind Figure 9. */
export type ConfidenceData = z.infer<typeof confidenceSchema>;
/** One model of Figure 9. */
export type ConfidenceModel = ConfidenceData["models"][number];

/** Name of the committed file. */
export const CONFIDENCE_FILE = "figure9.json";
