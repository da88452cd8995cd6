import { describe, expect, it } from "vitest";
import { CORPORA } from "@/lib/datasets/registry";
import { SET_CORPORA, SET_PRESET_IDS, SET_PRESETS } from "./set-presets";
import { SET_LIMITS, setRequestOf, setRequestSchema } from "./set-request";

describe("set request", () => {
  it.each(SET_PRESET_IDS)("of preset %s alone is whole and right", (preset) => {
    const request = setRequestOf({ preset, seed: 1 });
    expect(setRequestSchema.parse(request)).toEqual(request);
    const { models, corpus, items, anchors } = SET_PRESETS[preset];
    expect(request).toMatchObject({ models, corpus, items, anchors, temperature: null });
  });

  it("takes every choice over the preset's, and a model named twice once", () => {
    const choices = { items: 3, corpus: "chorales", tempo: 90, name: "mine" } as const;
    const request = setRequestOf({
      preset: "paper",
      seed: 2,
      models: ["LSTM", "LSTM"],
      ...choices,
    });
    expect(request).toMatchObject({ ...choices, models: ["LSTM"], seed: 2 });
  });

  it.each(Object.entries(SET_LIMITS))("refuses %s outside its limits, by name", (field, limits) => {
    const [low, high] = limits;
    const of = (value: number) => setRequestOf({ preset: "paper", seed: 1, [field]: value });
    expect(of(low)).toMatchObject({ [field]: low });
    expect(of(high)).toMatchObject({ [field]: high });
    for (const value of [low - 1, high + 1]) expect(() => of(value)).toThrow(`${field}: `);
  });

  it("refuses a set without models, and unknown words, by field", () => {
    const of = (choices: object) => setRequestOf({ preset: "paper", seed: 1, ...choices });
    expect(() => of({ models: [] })).toThrow("models: expected at least one model");
    expect(() => of({ models: ["GPT"] })).toThrow(/^models: /);
    expect(() => of({ corpus: "wikifonia" })).toThrow(/^corpus: /);
    expect(() => of({ preset: "plain" })).toThrow(/^preset: /);
    expect(() => of({ instrument: "kazoo" })).toThrow(/^instrument: /);
  });

  it("offers exactly the registry's corpora that may be passed on", () => {
    const free = Object.entries(CORPORA).filter(([, corpus]) => corpus.redistributable);
    expect(SET_CORPORA).toEqual(free.map(([id]) => id));
  });
});
