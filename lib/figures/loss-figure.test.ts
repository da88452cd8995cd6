import { describe, expect, it } from "vitest";
import { lossFigureSvg } from "./loss-figure";

const entry = (pass: number, trainLoss: number, validationLoss: number) => ({
  pass,
  trainLoss,
  validationLoss,
});

/** Points of the two lines, in pixels of the plot. */
function lines(svg: string): number[][][] {
  const paths = [...svg.matchAll(/<path d="(M[^"]*)" fill="none"/g)].map((found) => found[1]!);
  return paths.map((d) =>
    d
      .split(/[ML]/)
      .filter(Boolean)
      .map((point) => point.split(" ").map(Number)),
  );
}

describe("the loss figure", () => {
  it("draws both losses at their passes, the higher loss higher", () => {
    const [training, validation] = lines(
      lossFigureSvg("a run", [entry(1, 2, 1.9), entry(2, 1.5, 1.6), entry(4, 1.2, 1.5)]),
    ) as [number[][], number[][]];
    expect(training.map(([x]) => x)).toEqual([105, 210, 420]);
    expect(training.map(([, y]) => y)).toEqual(
      [...training.map(([, y]) => y!)].sort((a, b) => a - b),
    );
    expect(validation[2]![1]!).toBeLessThan(training[2]![1]!);
    expect(validation[0]![1]!).toBeGreaterThan(training[0]![1]!);
  });

  it("draws a run with one entry, or none that differ", () => {
    expect(lossFigureSvg("a run", [entry(1, 1, 1)])).not.toMatch(/NaN|Infinity/);
  });
});
