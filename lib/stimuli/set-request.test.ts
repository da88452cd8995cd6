import { describe, expect, it } from "vitest";
import { SET_PRESETS } from "@/lib/generation/presets";
import { SET_FORM_PRESETS, setRequestSchema } from "./set-request";

describe("set request", () => {
  it("offers what the presets of the generator do", () => {
    const generator = Object.fromEntries(
      Object.entries(SET_PRESETS).map(([name, { corpus, models, items, anchors }]) => [
        name,
        { corpus, models: [...models], items, anchors: [...anchors] },
      ]),
    );
    expect(SET_FORM_PRESETS).toEqual(generator);
  });
  it("refuses a set without models and a temperature out of range", () => {
    const good = {
      name: "A",
      preset: "paper",
      models: ["LSTM"],
      corpus: "bach",
      temperature: null,
      seed: 1,
      items: 4,
      tempo: 120,
      instrument: "piano",
      anchors: [],
      parentId: null,
    };
    expect(setRequestSchema.safeParse(good).success).toBe(true);
    expect(setRequestSchema.safeParse({ ...good, models: [] }).success).toBe(false);
    expect(setRequestSchema.safeParse({ ...good, temperature: 3 }).success).toBe(false);
  });
});
