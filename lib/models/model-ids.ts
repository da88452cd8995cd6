/** The eight models, spelt as in the paper, in the order of its training table. */
export const MODEL_IDS = [
  "CNN_a",
  "CNN_b",
  "CNN_c",
  "CNN_Naive_Large",
  "CNN_Naive",
  "resNet20_Naive",
  "resNet20_LocalConv",
  "LSTM",
] as const;
export type ModelId = (typeof MODEL_IDS)[number];

/** Events that a model sees before it predicts the next one. */
export const WINDOW = 64;

/** True when the text is one of the eight model ids. */
export function isModelId(text: string): text is ModelId {
  return (MODEL_IDS as readonly string[]).includes(text);
}
