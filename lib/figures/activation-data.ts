import { z } from "zod";
import { MODEL_IDS } from "@/lib/models/model-ids";

const outputSchema = z.strictObject({
  /** Class whose value before the softmax was maximised. */
  output: z.int().min(0),
  /** The input found, [window · classes] step by step (lib/shared/packed-numbers, signed). */
  input: z.strictObject({ scale: z.number().min(0), values: z.string() }),
  /** Value before the softmax, and objective (that less the penalties), at the end. */
  logit: z.number(),
  objective: z.number(),
  /** Mean objective of each tenth of the updates. */
  tenths: z.array(z.number()).length(10),
  /** The last tenth's mean exceeds every earlier tenth's. */
  rising: z.boolean(),
  /** Best of all corpus windows; null where the corpus is absent. */
  bestWindow: z
    .strictObject({
      objective: z.number(),
      logit: z.number(),
      text: z.enum(["training", "held-out"]),
      start: z.int().min(0),
    })
    .nullable(),
  /** Ends above the best corpus window; null where that is not known. */
  aboveCorpus: z.boolean().nullable(),
  /** Share of variance explained by two groups of values, and share of values near either end. */
  separation: z.number().min(0).max(1),
  nearEnds: z.number().min(0).max(1),
});

const activationModelSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  checkpoint: z.string().regex(/^[0-9a-f]{64}$/),
  /** Mean objective over the outputs, along the updates: pairs of update and value. */
  course: z.array(z.tuple([z.int(), z.number()])),
  outputs: z.array(outputSchema).min(1),
});

/** Content of artifacts/figure10.json. */
export const activationSchema = z.strictObject({
  format: z.literal(1),
  corpus: z.string(),
  window: z.int().positive(),
  /** Names of the classes. */
  classes: z.array(z.string()),
  settings: z.strictObject({
    steps: z.int().positive(),
    rate: z.number(),
    l2: z.number(),
    totalVariation: z.number(),
    constraint: z.enum(["none", "distribution"]),
    start: z.number(),
    seed: z.int(),
  }),
  /** Backend that computed the gradients. */
  backend: z.string(),
  /** Corpus windows that the ends are compared with. */
  windows: z.int().min(0),
  models: z.array(activationModelSchema).min(1),
});

/** Data behind Figure 10. */
export type ActivationData = z.infer<typeof activationSchema>;
/** One maximised input of Figure 10. */
export type ActivationOutput = ActivationData["models"][number]["outputs"][number];

/** Name of the committed file. */
export const ACTIVATION_FILE = "figure10.json";
