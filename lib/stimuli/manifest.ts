import { z } from "zod";
import { InputError } from "@/lib/shared/invariant";

/** What a stimulus is for: only `main` ones are rated for the results. */
export const STIMULUS_ROLES = ["main", "practice", "calibration", "catch"] as const;
/** Where the clips of a condition come from. */
export const CONDITION_KINDS = ["model", "human", "scrambled", "uploaded"] as const;
/** The kinds of file that a stimulus can have; `mp3` is always there. */
export const FILE_KINDS = ["mp3", "mid", "events", "musicxml", "svg"] as const;

/** What a stimulus is for. */
export type StimulusRole = (typeof STIMULUS_ROLES)[number];
/** A kind of stimulus file. */
export type FileKind = (typeof FILE_KINDS)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits");
const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{N}_.:+-][\p{L}\p{N}_.:+ -]*$/u, "expected letters, digits, _ . : + -");
const stimulusId = z.string().regex(/^stm_[0-9a-z]{20}$/, "expected a stimulus id");
const factorValue = z.union([z.string().max(200), z.number(), z.boolean(), z.null()]);

/** One file of a stimulus: its digest and its length in bytes. */
export const stimulusFileSchema = z.strictObject({ sha256, bytes: z.int().positive() });

const notComputed = z.strictObject({
  status: z.literal("not computed"),
  reason: z.string().min(1),
});

/** How much of a generated clip stands verbatim in the training corpus, or why it is not known. */
export const originalitySchema = z.union([
  z.strictObject({
    status: z.literal("computed"),
    /** Longest run of events found verbatim in the corpus. */
    longestRun: z.int().min(0),
    /** Shares (0..1) of the clip's windows of 16, 32 and 64 events that stand in the corpus. */
    share16: z.number().min(0).max(1),
    share32: z.number().min(0).max(1),
    share64: z.number().min(0).max(1),
    /** First event of the longest match in the corpus, from 0; null where nothing matches. */
    nearestPlace: z.int().min(0).nullable(),
  }),
  notComputed,
]);

/** One stimulus: a fixed clip with its files and everything known about it. */
export const stimulusSchema = z.strictObject({
  id: stimulusId,
  role: z.enum(STIMULUS_ROLES),
  /** Condition: one of the set's `conditions`. */
  condition: name,
  /** Item: the primer or source excerpt that several conditions share. */
  item: name,
  files: z.strictObject({
    mp3: stimulusFileSchema,
    mid: stimulusFileSchema.optional(),
    events: stimulusFileSchema.optional(),
    musicxml: stimulusFileSchema.optional(),
    svg: stimulusFileSchema.optional(),
  }),
  /** Length of the sound in milliseconds. */
  durationMs: z.number().positive(),
  /** Integrated loudness (BS.1770) in LUFS; null where it cannot be measured. */
  loudness: z.number().nullable(),
  /** True peak in dBTP. */
  truePeak: z.number().nullable(),
  /** Seed that made it; null for clips that are not drawn. */
  seed: z.union([z.number(), z.string()]).nullable(),
  originality: originalitySchema,
  /** Describing numbers (notes per bar, pitch range, …) by name. */
  description: z.record(z.string(), z.number()),
  /** Free factor columns by name, for example temperature, corpus, run. */
  factors: z.record(z.string(), factorValue),
  /** Steps that the decoder had to repair. */
  repairs: z.int().min(0),
  /** Catch clips only: the language spoken and the end of the scale that they ask for. */
  catch: z
    .strictObject({ language: z.string().min(2).max(12), answer: z.enum(["lowest", "highest"]) })
    .optional(),
});

/** What sampling the same clips again needs beside seed, temperature and weights. */
export const samplingSchema = z.strictObject({
  /** The list of primers: its corpus, and the SHA-256 of its canonical JSON. */
  primers: z.strictObject({ corpus: name, sha256 }),
  /** How many primers every model continued in each round, in the order that the seed gives. */
  batches: z.array(z.int().positive()).min(1),
  /**
   * By stimulus, the events whose draw fell within 1e-4 of another outcome: from the first of them
   * on, another backend or processor may write something else.
   */
  nearEdges: z.record(stimulusId, z.array(z.int().min(0)).min(1)),
  /**
   * By model, where the alphabet has a grammar: the mean probability (0..1) that the network gave to
   * events that cannot stand where they were offered, and that sampling left out.
   */
  withheld: z.record(name, z.number().min(0).max(1)).optional(),
});

/** How the clips of a set were made, all of it needed to make them again. */
export const stimulusSetSchema = z.strictObject({
  /** Shown to staff, never to participants. */
  name: z.string().min(1).max(200),
  /** Set preset: paper, anchored, families, chorales, or the name of another way of making it. */
  preset: name,
  seed: z.union([z.number(), z.string()]),
  /** One sampling temperature for every model; null for uploaded clips. */
  temperature: z.number().min(0).nullable(),
  /** Quarter notes a minute; null for uploaded sound. */
  tempo: z.number().positive().nullable(),
  instrument: z.string().min(1).max(100),
  /** Steps of a clip on the sixteenth grid (128 = 8 bars); null for uploaded sound. */
  steps: z.int().positive().nullable(),
  loudness: z.strictObject({
    /** LUFS that every clip was brought to; null where clips were left alone. */
    target: z.number().nullable(),
    /** dBTP that no clip passes. */
    truePeakLimit: z.number().nullable(),
    /**
     * By stimulus, loudness in LUFS of one speaker (the mean of both channels) and of each channel
     * alone on both ears; null where it is silent. Sets made before it was measured have none.
     */
    byEar: z
      .record(
        stimulusId,
        z.strictObject({
          mono: z.number().nullable(),
          left: z.number().nullable(),
          right: z.number().nullable(),
        }),
      )
      .optional(),
  }),
  renderer: z.strictObject({
    name: z.string().min(1),
    version: z.string().min(1),
    samples: z.string().min(1).nullable(),
    samplesVersion: z.string().min(1).nullable(),
    /** Program that drew the scores, with its version; absent where there are none. */
    engraver: z.string().min(1).optional(),
  }),
  /** Commit or digest of the code that made the set. */
  codeVersion: z.string().min(1),
  /** `own`, or the TensorFlow backend that sampled; null where no model was run. */
  backend: z.string().min(1).nullable(),
  /** Training corpus, or "absent" where it was not at hand. */
  corpus: z.union([z.strictObject({ id: name, sha256 }), z.literal("absent")]),
  /** How the clips were sampled, beside seed and temperature; absent where no model was run. */
  sampling: samplingSchema.optional(),
  /** Digest of the weights behind each model condition. */
  checkpoints: z.record(z.string(), sha256),
  conditions: z.array(z.strictObject({ id: name, kind: z.enum(CONDITION_KINDS) })).min(1),
  /** Names of the factor columns, in the order in which exports write them. */
  factors: z.array(name),
  /** How often each rule rejected a clip of each model while the items were chosen. */
  rejections: z.array(
    z.strictObject({ model: name, rule: z.string().min(1), count: z.int().min(0) }),
  ),
});

/** The stimulus manifest: the contract between the half that makes clips and the half that serves them. */
export const manifestSchema = z
  .strictObject({
    format: z.literal(1),
    set: stimulusSetSchema,
    stimuli: z.array(stimulusSchema).min(1),
  })
  .superRefine(checkManifest);

/** One file of a stimulus. */
export type StimulusFile = z.infer<typeof stimulusFileSchema>;
/** Originality of a stimulus, or why it is not known. */
export type Originality = z.infer<typeof originalitySchema>;
/** One stimulus of a manifest. */
export type Stimulus = z.infer<typeof stimulusSchema>;
/** The part of a manifest that holds for the whole set. */
export type StimulusSet = z.infer<typeof stimulusSetSchema>;
/** A whole manifest. */
export type Manifest = z.infer<typeof manifestSchema>;

type Issue = (path: (string | number)[], message: string) => void;

function checkManifest(manifest: { set: StimulusSet; stimuli: Stimulus[] }, ctx: z.RefinementCtx) {
  const issue: Issue = (path, message) => ctx.addIssue({ code: "custom", path, message });
  const conditions = manifest.set.conditions.map((condition) => condition.id);
  if (new Set(conditions).size < conditions.length) {
    issue(["set", "conditions"], "expected every condition once");
  }
  const seen = new Set<string>();
  const cells = new Set<string>();
  for (const [index, stimulus] of manifest.stimuli.entries()) {
    const at = ["stimuli", index];
    if (seen.has(stimulus.id)) issue(at, `stimulus ${stimulus.id} stands twice`);
    seen.add(stimulus.id);
    const cell = JSON.stringify([stimulus.role, stimulus.condition, stimulus.item]);
    if (stimulus.role === "main" && cells.has(cell)) {
      issue(at, `condition ${stimulus.condition} has item ${stimulus.item} twice`);
    }
    cells.add(cell);
    checkStimulus(stimulus, conditions, manifest.set.factors, (path, message) =>
      issue([...at, ...path], message),
    );
  }
}

function checkStimulus(stimulus: Stimulus, conditions: string[], factors: string[], issue: Issue) {
  if (stimulus.role !== "catch" && !conditions.includes(stimulus.condition)) {
    issue(["condition"], `${stimulus.condition} is not among the set's conditions`);
  }
  if ((stimulus.role === "catch") !== (stimulus.catch !== undefined)) {
    issue(["catch"], "expected language and answer on catch clips, and only there");
  }
  for (const key of Object.keys(stimulus.factors)) {
    if (!factors.includes(key)) issue(["factors", key], "is not among the set's factors");
  }
}

/**
 * Checks a manifest read from outside.
 * @throws InputError that names the first place that is wrong and what was expected there
 */
export function parseManifest(value: unknown): Manifest {
  const result = manifestSchema.safeParse(value);
  if (result.success) return result.data;
  const first = result.error.issues[0]!;
  throw new InputError(`manifest: ${first.path.join(".") || "whole file"}: ${first.message}`);
}

/** The stimuli of one role, in manifest order. */
export function stimuliOf(manifest: Manifest, role: StimulusRole): Stimulus[] {
  return manifest.stimuli.filter((stimulus) => stimulus.role === role);
}
