import { expect, it } from "vitest";
import { lengthFigureSvg } from "@/lib/figures/length-figure";

const run = (model: "LSTM" | "resNet20_Naive", onsets: (bar: number) => number) => ({
  model,
  clips: 8,
  temperature: 1,
  byBar: Array.from({ length: 64 }, (_, i) => ({
    bar: i + 1,
    ...{ confidence: 0.5, nats: 1.25, onsets: onsets(i + 1) },
  })),
});

it("draws means of four bars, a line a model", () => {
  const svg = lengthFigureSvg(
    [run("LSTM", (bar) => bar / 16), run("resNet20_Naive", () => 4)],
    "onsets",
  );
  expect(svg).toContain("resNet20_Naive");
  // 600 pixels for 64 bars, 170 for 4 onsets: bars 1 to 4 have the mean 2.5 and 0.15625 onsets.
  const [first] = [...svg.matchAll(/d="(M[^"]*)" fill="none"/g)].map(([, d]) => d!);
  expect(first).toMatch(/^M23\.4 163\.4L60\.9 /);
  expect(first!.split("L")).toHaveLength(16);
});

it.each([
  ["confidence", "0.00"],
  ["nats", "0.0"],
  ["onsets", "0"],
] as const)("draws %s from 0, also where there is nothing to draw", (measure, zero) => {
  expect(lengthFigureSvg([run("LSTM", () => 0)], measure)).toContain(`>${zero}</text>`);
  expect(lengthFigureSvg([], measure)).toContain(`>${zero}</text>`);
});
