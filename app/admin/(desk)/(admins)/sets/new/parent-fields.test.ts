import { expect, it } from "vitest";
import { parentFields } from "./parent-fields";

it("a set is made again with its own models, anchors and items, whatever it has for practice", () => {
  const conditions = [
    { id: "LSTM", kind: "model" },
    { id: "CNN_a", kind: "model" },
    { id: "human", kind: "human" },
    { id: "scrambled", kind: "scrambled" },
  ];
  const set = { id: "set_x", name: "X", preset: "paper", details: { conditions } } as never;
  const fields = parentFields(set, { LSTM: 10, CNN_a: 10, human: 10 });
  expect(fields).toMatchObject({ models: ["LSTM", "CNN_a"], anchors: ["human"], items: 10 });
});
