import { MODEL_IDS } from "@/lib/models/model-ids";

/** The paper's three study models, in the order of its Figure 8. */
export const STUDY_MODELS = ["resNet20_LocalConv", "resNet20_Naive", "LSTM"] as const;

/**
 * Presets of stimulus sets by name: what a generated set is made of. The desk's form, the command line
 * and the generator read this one table.
 */
export const SET_PRESETS = {
  paper: {
    encoding: "melody",
    corpus: "bach",
    models: STUDY_MODELS,
    items: 10,
    anchors: [],
    spoken: false,
  },
  anchored: {
    encoding: "melody",
    corpus: "bach",
    models: STUDY_MODELS,
    items: 24,
    anchors: ["human", "scrambled"],
    spoken: true,
  },
  families: {
    encoding: "melody",
    corpus: "bach",
    models: MODEL_IDS,
    items: 10,
    anchors: [],
    spoken: true,
  },
  chorales: {
    encoding: "polyphony",
    corpus: "chorales",
    models: ["CNN_c", "CNN_Naive", "LSTM"],
    items: 10,
    anchors: ["human"],
    spoken: true,
  },
} as const;

/** Name of a set preset. */
export type SetPresetId = keyof typeof SET_PRESETS;
