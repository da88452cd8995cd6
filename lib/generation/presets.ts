import type { EncodingId } from "@/lib/encoding/encoding";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import { InputError } from "@/lib/shared/invariant";

/** What a preset of stimulus sets decides. */
export interface SetPreset {
  encoding: EncodingId;
  corpus: string;
  models: readonly ModelId[];
  /** Items: each appears once under every condition. */
  items: number;
  /** Hidden anchors beside the models. */
  anchors: readonly ("human" | "scrambled")[];
}

/** The paper's three study models, in the order of its Figure 8. */
export const STUDY_MODELS = ["resNet20_LocalConv", "resNet20_Naive", "LSTM"] as const;

/** Presets by name. */
export const SET_PRESETS = {
  paper: { encoding: "melody", corpus: "bach", models: STUDY_MODELS, items: 10, anchors: [] },
  anchored: {
    encoding: "melody",
    corpus: "bach",
    models: STUDY_MODELS,
    items: 24,
    anchors: ["human", "scrambled"],
  },
  families: { encoding: "melody", corpus: "bach", models: MODEL_IDS, items: 10, anchors: [] },
  chorales: {
    encoding: "polyphony",
    corpus: "chorales",
    models: ["CNN_c", "CNN_Naive", "LSTM"],
    items: 10,
    anchors: ["human"],
  },
} as const satisfies Record<string, SetPreset>;

export type SetPresetId = keyof typeof SET_PRESETS;

/** @throws InputError when there is no such preset */
export function setPreset(name: string): SetPreset {
  const preset = (SET_PRESETS as Record<string, SetPreset>)[name];
  if (!preset) {
    const known = Object.keys(SET_PRESETS).join(", ");
    throw new InputError(`preset: expected one of ${known}, got "${name}"`);
  }
  return preset;
}
