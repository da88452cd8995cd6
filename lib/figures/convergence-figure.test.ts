import { expect, it } from "vitest";
import { convergenceFigureSvg } from "@/lib/figures/convergence-figure";

const run = (model: "LSTM" | "resNet20_Naive", accuracyByPass: number[]) => ({
  model,
  windows: "paper" as const,
  accuracyByPass,
});

it("draws a line a network and the paper's mark, pass by pass", () => {
  const svg = convergenceFigureSvg(
    [run("LSTM", [0.5, 0.6, 0.7, 0.75, 0.9]), run("resNet20_Naive", [0.5, 0.75])],
    "paper",
  )!;
  // 600 pixels for passes 1 to 5, 220 for accuracies 0.5 to 1.
  const lines = [...svg.matchAll(/d="(M[^"]*)" fill="none"/g)].map(([, d]) => d!);
  expect(lines).toEqual([
    "M0 220L150 176L300 132L450 110L600 44",
    "M0 220L150 110",
    "M0 66L600 66",
  ]);
  expect([...svg.matchAll(/>([0-9.]+)<\/text>/g)].map(([, text]) => text)).toEqual([
    ...["0.5", "0.6", "0.7", "0.8", "0.9", "1.0"],
    ...["1", "2", "3", "4", "5"],
  ]);
});

it("counts long runs in whole passes, and draws nothing where there is no run", () => {
  const svg = convergenceFigureSvg([run("LSTM", new Array(25).fill(0.57))], "paper");
  for (const pass of [1, 4, 7, 10, 13, 16, 19, 22, 25]) expect(svg).toContain(`>${pass}</text>`);
  expect(convergenceFigureSvg([run("LSTM", [0.5])], "consecutive")).toBeNull();
});
