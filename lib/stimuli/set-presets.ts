import { CORPORA, CORPUS_IDS, type CorpusId } from "@/lib/datasets/registry";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";

/** The paper's three study models, in the order of its Figure 8. */
export const STUDY_MODELS = ["resNet20_LocalConv", "resNet20_Naive", "LSTM"] as const;

/** Hidden anchors: what the composer wrote, and the same with its notes in disorder. */
export const ANCHORS = ["human", "scrambled"] as const;
/** One of `ANCHORS`. */
export type Anchor = (typeof ANCHORS)[number];

/** Is a condition one of the two anchors, whose names keep their meaning in every set? */
export function isAnchor(condition: string): condition is Anchor {
  return (ANCHORS as readonly string[]).includes(condition);
}

/** Corpora that sets are made from: those whose excerpts may be passed on as primers. */
export const SET_CORPORA = CORPUS_IDS.filter((id) => CORPORA[id].redistributable);

/** What a preset of stimulus sets decides. */
export interface SetPreset {
  /** What it is, in a few words for a form. */
  title: string;
  corpus: CorpusId;
  models: readonly ModelId[];
  /** Items: each appears once under every condition. */
  items: number;
  anchors: readonly Anchor[];
  /** Carries the spoken instructions of catch trials. */
  spoken: boolean;
}

/**
 * Presets of stimulus sets by name: what a generated set is made of. The desk's form, the command line
 * and the generator read this one table.
 */
export const SET_PRESETS = {
  paper: {
    title: "three models, 30 clips",
    corpus: "bach",
    models: STUDY_MODELS,
    items: 10,
    anchors: [],
    spoken: false,
  },
  anchored: {
    title: "more items, anchors",
    corpus: "bach",
    models: STUDY_MODELS,
    items: 24,
    anchors: ANCHORS,
    spoken: true,
  },
  families: {
    title: "all eight models",
    corpus: "bach",
    models: MODEL_IDS,
    items: 10,
    anchors: [],
    spoken: true,
  },
  chorales: {
    title: "four voices",
    corpus: "chorales",
    models: ["CNN_c", "CNN_Naive", "LSTM"],
    items: 10,
    anchors: ["human"],
    spoken: true,
  },
} as const satisfies Record<string, SetPreset>;

/** Name of a set preset. */
export type SetPresetId = keyof typeof SET_PRESETS;

/** The names of all set presets. */
export const SET_PRESET_IDS = Object.keys(SET_PRESETS) as SetPresetId[];
