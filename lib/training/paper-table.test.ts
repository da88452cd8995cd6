import { describe, expect, it } from "vitest";
import type { ModelId } from "@/lib/models/model-ids";
import type { ConvergenceRun } from "@/lib/training/convergence";
import { comparePaper, kendallTau, PAPER_TABLE } from "@/lib/training/paper-table";
import type { TrainingTable } from "@/lib/training/table";
import { paperValues } from "@/lib/training/table-columns";

const NO_ROWS: TrainingTable = { format: 1, baselines: [], rows: [] };

const run = (model: ModelId, accuracyByPass: number[], loss: number): ConvergenceRun => ({
  ...{ model, windows: "table", accuracyByPass, lossByPass: accuracyByPass.map(() => loss) },
  ...{ diverged: false, planDone: false },
});

describe("Kendall's tau-b", () => {
  // scipy.stats.kendalltau([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]): −0.4714045
  it("equals SciPy's with ties, and 1 and −1 for equal and reversed orders", () => {
    const pairs = [12, 2, 1, 12, 2].map((x, i) => [x, [1, 4, 7, 1, 0][i]!] as const);
    expect(kendallTau(pairs)).toBeCloseTo(-0.4714045, 7);
    expect(
      kendallTau([
        [1, 5],
        [2, 6],
        [3, Number.POSITIVE_INFINITY],
      ]),
    ).toBeCloseTo(1, 12);
    expect(
      kendallTau([
        [1, 3],
        [2, 2],
        [3, 1],
      ]),
    ).toBeCloseTo(-1, 12);
  });

  it("is null where there is no order to compare", () => {
    expect(kendallTau([[1, 2]])).toBeNull();
    expect(
      kendallTau([
        [1, 2],
        [1, 3],
      ]),
    ).toBeNull();
  });
});

describe("the paper's table beside ours", () => {
  it("has its eight rows in its order, with nothing of ours where nothing was run", () => {
    const { rows, lossTau } = comparePaper(NO_ROWS, []);
    expect(rows.map(({ model }) => model)).toEqual(PAPER_TABLE.map(({ model }) => model));
    expect(rows[6]).toMatchObject({
      model: "resNet20_LocalConv",
      loss: { paper: 0.0044, ours: null, ratio: null },
      msPerBatch: { paper: 46.32 },
      convergeEpoch: { paper: 8, ours: null },
      passes: 0,
    });
    expect(lossTau).toEqual({ tau: null, models: 0 });
    const written = paperValues(comparePaper(NO_ROWS, []));
    expect(written.rows[6]!.slice(0, 4)).toEqual(["resNet20_LocalConv", "0.0044", "–", "–"]);
    expect(written.rows[6]).toContain("not run");
    expect(written.orders[0]).toBe("order of the losses: Kendall's τ not computed over 0 models");
  });

  it("counts epochs from 0, leaves undecided runs out of the order, never last", () => {
    const runs = [
      run("CNN_a", [0.6, 0.7, 0.9], 0.1),
      run("CNN_b", [0.6, 0.6], 0.5),
      run("CNN_c", [0.6, 0.9], 0.2),
      { ...run("CNN_Naive", [0.5], 1.3), planDone: true },
      { ...run("LSTM", [0.5], 1.2), windows: "paper" as const },
    ];
    const { rows, lossTau, epochTau } = comparePaper(NO_ROWS, runs);
    const ours = (model: ModelId) => rows.find((row) => row.model === model)!;
    expect(ours("CNN_a").convergeEpoch).toEqual({ paper: 15, ours: 2 });
    expect(ours("CNN_a").loss).toEqual({ paper: 0.0103, ours: 0.1, ratio: 0.1 / 0.0103 });
    expect(ours("CNN_b").convergeEpoch.ours).toBeNull();
    expect(ours("CNN_Naive").convergeEpoch.ours).toBe(-1);
    expect(ours("LSTM").passes).toBe(0);
    // losses a .1, b .5, c .2, Naive 1.3; the paper's c < a < b < Naive: one pair of six turned.
    expect(lossTau).toEqual({ tau: expect.closeTo(4 / 6, 12), models: 4 });
    // epochs 2, 1, never beside 15, 15, never: the tie counts in the paper's order alone.
    expect(epochTau).toEqual({ tau: expect.closeTo(2 / Math.sqrt(2 * 3), 12), models: 3 });
  });
});
