import { expect, it } from "vitest";
import { factsOf } from "./stored-facts";

it("what is stored is read as names and words, not as code", () => {
  const stored = { slotReturned: false, models: ["LSTM", "CNN_a"], temperature: null, level: -18 };
  expect(factsOf(stored)).toEqual([
    ["Slot returned", "no"],
    ["Models", "LSTM, CNN_a"],
    ["Temperature", "–"],
    ["Level", "−18"],
  ]);
  expect(factsOf({ input: { seed: 1, anchors: [] } })).toEqual([
    ["Input", "Seed: 1; Anchors: none"],
  ]);
  expect(factsOf("draft")).toEqual([["Value", "draft"]]);
  expect(factsOf(null)).toEqual([]);
});
