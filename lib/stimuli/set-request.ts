import { z } from "zod";
import { SET_PRESETS, type SetPresetId } from "./set-presets";

/** Key of the job that generates a stimulus set. */
export const GENERATE_SET_JOB = "generate-set";

/** Key of the job that makes a set for the gallery. */
export const GALLERY_SET_JOB = "gallery-set";

/** Instruments that clips can be rendered with. */
export const SET_INSTRUMENTS = ["piano", "organ"] as const;

/** What the job that generates a set is asked for. */
export const setRequestSchema = z.strictObject({
  name: z.string().trim().min(1, "expected a name").max(200),
  preset: z.enum(Object.keys(SET_PRESETS) as [SetPresetId, ...SetPresetId[]]),
  models: z.array(z.string().min(1).max(100)).min(1, "expected at least one model").max(12),
  corpus: z.string().min(1).max(60),
  /** null = the one that the corpus's rule chose. */
  temperature: z.number().min(0).max(2).nullable(),
  seed: z.int().min(0).max(2_147_483_647),
  items: z.int().min(1).max(40),
  tempo: z.number().min(40).max(240),
  instrument: z.enum(SET_INSTRUMENTS),
  anchors: z.array(z.enum(["human", "scrambled"])).max(2),
  /** The set that this one is regenerated from. */
  parentId: z.string().max(60).nullable(),
});

/** What the job that generates a set is asked for. */
export type SetRequest = z.infer<typeof setRequestSchema>;
