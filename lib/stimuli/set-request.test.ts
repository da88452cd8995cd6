import { describe, expect, it } from "vitest";
import { setRequestSchema } from "./set-request";

describe("set request", () => {
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
