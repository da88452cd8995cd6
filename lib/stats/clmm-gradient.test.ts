import { expect, test } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { laplaceGradient } from "./clmm-gradient";
import { laplace, ordinalProblem } from "./clmm-laplace";
import { randomTerm } from "./random-terms";

test("the exact gradient of the Laplace approximation equals central differences", () => {
  const rng = namedStream(5, "gradient");
  const n = 90;
  const label = (count: number) => Array.from({ length: n }, () => String(rng.int(1, count)));
  const participant = label(6);
  const group = label(3);
  const terms = [
    randomTerm("participant", participant),
    randomTerm(
      "cell",
      participant.map((p, i) => `${p}/${group[i]}`),
    ),
    randomTerm("stimulus", label(9)),
    randomTerm("item", label(4)),
  ];
  const x = group.map((g) => [g === "2" ? 1 : 0, g === "3" ? 1 : 0]);
  const category = Int32Array.from({ length: n }, () => rng.int(0, 3));
  const problem = ordinalProblem(category, 4, x, terms);
  const at = [-1.2, 0.1, 1.4, 0.3, -0.5, 0.7, 0.4, 0.9, 0.2];
  const exact = laplaceGradient(problem, at);
  exact.forEach((got, k) => {
    const moved = (h: number) =>
      laplace(
        problem,
        at.map((v, i) => (i === k ? v + h : v)),
      );
    expect(got).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 5);
  });
});
