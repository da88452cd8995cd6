import { z } from "zod";
import { MODEL_IDS } from "@/lib/models/model-ids";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { InputError } from "@/lib/shared/invariant";
import { ANCHORS, SET_CORPORA, SET_PRESET_IDS, SET_PRESETS } from "./set-presets";

/** Key of the job that generates a stimulus set. */
export const GENERATE_SET_JOB = "generate-set";

/** Key of the job that makes a set for the gallery. */
export const GALLERY_SET_JOB = "gallery-set";

/** Lowest and highest value of each number of a set request. */
export const SET_LIMITS = {
  /** Items, each continued by every model. */
  items: [1, 40],
  temperature: [0, 2],
  /** Quarters a minute. */
  tempo: [40, 240],
  seed: [0, 2_147_483_647],
} as const;

/** Longest name of a set, in characters. */
export const SET_NAME_LENGTH = 200;

/** A set's name, shown to staff only. */
export const setNameSchema = z.string().trim().min(1, "expected a name").max(SET_NAME_LENGTH);

const within = ([low, high]: readonly [number, number], number = z.number()) =>
  number.min(low).max(high);

/** What is asked for when a set is generated: form, command, wire, job and maker take this one. */
export const setRequestSchema = z.strictObject({
  name: setNameSchema,
  preset: z.enum(SET_PRESET_IDS),
  models: z.array(z.enum(MODEL_IDS)).min(1, "expected at least one model").max(MODEL_IDS.length),
  corpus: z.enum(SET_CORPORA),
  /** null = the one that the corpus's rule chose. */
  temperature: within(SET_LIMITS.temperature).nullable(),
  seed: within(SET_LIMITS.seed, z.int()),
  items: within(SET_LIMITS.items, z.int()),
  tempo: within(SET_LIMITS.tempo),
  instrument: z.enum(INSTRUMENT_IDS),
  anchors: z.array(z.enum(ANCHORS)).max(ANCHORS.length),
  /** The set that this one is regenerated from. */
  parentId: z.string().max(60).nullable(),
});

/** What is asked for when a set is generated. */
export type SetRequest = z.infer<typeof setRequestSchema>;

/** What must be chosen of a set request, and what may be. */
export type SetChoices = Pick<SetRequest, "preset" | "seed"> & Partial<SetRequest>;

/**
 * The whole request behind some choices: what is left out follows the preset.
 * @throws InputError naming the first field that is wrong
 */
export function setRequestOf(choices: SetChoices): SetRequest {
  const { corpus, models, items, anchors } = SET_PRESETS[choices.preset] ?? {};
  const given = Object.entries(choices).filter(([, value]) => value !== undefined);
  const result = setRequestSchema.safeParse({
    name: `${choices.preset} set, seed ${choices.seed}`,
    models,
    corpus,
    items,
    anchors,
    temperature: null,
    tempo: 120,
    instrument: INSTRUMENT_IDS[0],
    parentId: null,
    ...Object.fromEntries(given),
  });
  if (result.success) return { ...result.data, models: [...new Set(result.data.models)] };
  const first = result.error.issues[0]!;
  throw new InputError(`${String(first.path[0])}: ${first.message}`);
}
