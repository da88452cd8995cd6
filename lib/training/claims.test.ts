import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { consecutiveWindows, PAPER_WINDOWS } from "@/lib/datasets/windows";
import { checkpointFolder, readCheckpointMeta } from "@/lib/models/checkpoint-files";
import type { ModelId } from "@/lib/models/model-ids";
import {
  judgeClaims,
  judgeConfidence,
  judgeConvergence,
  judgeLargeCorpus,
  judgeLength,
  judgeSpeed,
  type LengthRun,
} from "@/lib/training/claims";
import { collectClaims, convergenceRuns } from "@/lib/training/claims-files";
import type { ConvergenceRun } from "@/lib/training/convergence";
import { trainingPreset } from "@/lib/training/schedule";
import type { TrainingTable } from "@/lib/training/table";

/** A run that is over 0.85 in one pass, or ends after 25 passes at 0.8. */
const run = (model: ModelId, convergePass: number): ConvergenceRun => ({
  model,
  windows: "paper",
  accuracyByPass: [
    ...new Array<number>(convergePass > 0 ? convergePass - 1 : 25).fill(0.8),
    ...(convergePass > 0 ? [0.86] : []),
  ],
  diverged: false,
  planDone: convergePass < 0,
});

const long = (model: ModelId, nats: number, confidence = 0.5): LengthRun => ({
  model,
  checkpoint: "0".repeat(64),
  protocol: "table",
  confidence,
  drift: { confidence: -0.1, nats, onsets: 0 },
  byBar: Array.from({ length: 64 }, (_, i) => ({
    bar: i + 1,
    ...{ confidence, nats, onsets: 5, interval: null },
  })),
  clips: 8,
  temperature: 1,
});

describe("claims", () => {
  it("say what is missing instead of judging without numbers", () => {
    const claims = judgeClaims({ format: 1, baselines: [], rows: [] }, [], []);
    expect(claims).toHaveLength(7);
    for (const claim of claims) {
      expect(claim.holds).toBeNull();
      expect(claim.measured).toMatch(/^not measured: /);
      expect(claim.command).toMatch(/^study /);
    }
  });

  it("speed: a batch of 512 as in the paper's table, three times or more; others beside it", () => {
    const row = (model: ModelId, batch1: number, own: number, batch512?: number) => ({
      model,
      corpus: "bach",
      msPerEvent: { backend: "tensorflow", batch1, batch512, own: { batch1: own } },
    });
    const table = (local?: number, lstm?: number) =>
      ({
        rows: [row("resNet20_LocalConv", 17, 3.5, local), row("LSTM", 54, 7, lstm)],
      }) as unknown as TrainingTable;
    expect(judgeSpeed(table(200, 640))).toEqual({
      measured:
        "a batch of 512 windows, as in the paper's table: resNet20_LocalConv 200.00 ms, LSTM 640.00 ms: 3.20 × faster; an event of one clip, TensorFlow.js (tensorflow): resNet20_LocalConv 17.00 ms, LSTM 54.00 ms: 3.18 × faster; our own inference: resNet20_LocalConv 3.50 ms, LSTM 7.00 ms: 2.00 × faster; the paper's own table: 1.76 ×",
      holds: true,
    });
    expect(judgeSpeed(table(200, 590)).holds).toBe(false);
    expect(judgeSpeed(table(200)).holds).toBeNull();
    expect(judgeSpeed(table()).measured).toMatch(/^not measured: no batch of 512 .*1\.76 ×/);
  });

  it("convergence: before both others, counted from 0; never is later than any", () => {
    const runs = [run("resNet20_LocalConv", 9), run("resNet20_Naive", 20), run("LSTM", -1)];
    const judged = judgeConvergence(runs, "paper");
    expect(judged.holds).toBe(true);
    expect(judged.measured).toContain("resNet20_LocalConv epoch 8 counted from 0 (pass 9)");
    expect(judged.measured).toContain("LSTM never in 25 passes (accuracy 0.800)");
    const diverged = { ...run("LSTM", -1), accuracyByPass: [0.7, 0.75, 0.8], diverged: true };
    expect(judgeConvergence([...runs.slice(0, 2), diverged], "paper")).toEqual({
      measured: expect.stringContaining("LSTM diverged in pass 4 (accuracy 0.800 before)"),
      holds: true,
    });
    expect(judgeConvergence([run("LSTM", 5), ...runs.slice(0, 2)], "paper").holds).toBe(false);
    expect(judgeConvergence(runs, "consecutive").holds).toBeNull();
  });

  it("convergence: says nothing while runs have not gone far enough", () => {
    const cut = (model: ModelId, passes: number): ConvergenceRun => ({
      ...run(model, -1),
      accuracyByPass: new Array<number>(passes).fill(0.6),
      planDone: false,
    });
    const [local, naive] = [run("resNet20_LocalConv", 9), run("resNet20_Naive", 20)];
    const holds = (...runs: ConvergenceRun[]) => judgeConvergence(runs, "paper").holds;
    expect(
      holds(cut("resNet20_LocalConv", 25), cut("resNet20_Naive", 25), cut("LSTM", 25)),
    ).toBeNull();
    expect(holds(local, naive, cut("LSTM", 8))).toBeNull();
    expect(holds(local, naive, cut("LSTM", 9))).toBe(true);
    expect(holds(cut("resNet20_LocalConv", 18), naive, cut("LSTM", 3))).toBeNull();
    expect(holds(cut("resNet20_LocalConv", 19), naive, cut("LSTM", 3))).toBe(false);
    expect(
      holds(
        { ...cut("resNet20_LocalConv", 2), diverged: true },
        cut("resNet20_Naive", 9),
        cut("LSTM", 9),
      ),
    ).toBeNull();
  });

  it("length and large corpus: not measured by what can't tell", () => {
    const length = judgeLength([long("resNet20_LocalConv", 0.1), long("LSTM", 0.3)]);
    expect(length.holds).toBeNull();
    expect(length.measured).toMatch(
      /^not measured: no study of listeners by length; .*LSTM \+0\.300 nats/,
    );
    const row = (model: ModelId, loss: number, changes: object = {}) => ({
      ...{ model, corpus: "wikifonia", passes: 150, train: { loss }, heldOut: { loss } },
      ...{
        windows: "consecutive, label 3 after, all",
        finished: "planned passes done",
        ...changes,
      },
    });
    const judge = (...rows: object[]) =>
      judgeLargeCorpus({ rows } as unknown as TrainingTable).holds;
    expect(judge(row("resNet20_LocalConv", 0.8), row("LSTM", 0.9))).toBe(true);
    expect(judge(row("resNet20_LocalConv", 0.85), row("LSTM", 0.9))).toBe(false);
    const short = { windows: "consecutive, every 9th" };
    expect(judge(row("resNet20_LocalConv", 0.8, short), row("LSTM", 0.9, short))).toBeNull();
    expect(judge(row("resNet20_LocalConv", 0.8), row("LSTM", 0.9, { finished: null }))).toBeNull();
  });

  it("confidence: a higher mean probability of what was chosen", () => {
    const pair = (local: number, naive: number) => [
      long("resNet20_LocalConv", 0, local),
      long("resNet20_Naive", 0, naive),
    ];
    expect(judgeConfidence(pair(0.9, 0.8)).holds).toBe(true);
    expect(judgeConfidence(pair(0.8, 0.9)).holds).toBe(false);
    const ours = pair(0.8, 0.9).map((one) => ({ ...one, protocol: "study" as const }));
    expect(judgeConfidence(ours).holds).toBeNull();
  });
});

describe("convergence runs", () => {
  it("are the finished runs on Bach, a window every 9 events, that stop at 0.85", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "runs-"));
    const store = (name: string, changes: object, settings: object = {}) => {
      const base = { ...trainingPreset("paper", 38), layout: PAPER_WINDOWS };
      fs.mkdirSync(path.join(folder, name));
      const identity = {
        model: "LSTM",
        corpus: "bach",
        settings: { ...base, stopAtAccuracy: 0.85, ...settings },
      };
      const state = { identity, passAccuracy: [0.6, 0.86], log: [], finished: "done", ...changes };
      fs.writeFileSync(path.join(folder, name, "state.json"), JSON.stringify(state));
    };
    store("a", {});
    store("unfinished", { finished: null });
    store("broken off", {
      finished: null,
      passAccuracy: [0.7],
      diverged: "expected a finite loss",
    });
    store("other", {}, { stopAtAccuracy: null });
    store("every window", {}, { layout: consecutiveWindows(1) });
    store("consecutive", { passAccuracy: [0.4, 0.5] }, { layout: consecutiveWindows(9) });
    const log = [1.6, 1.5].map((trainLoss) => ({ trainLoss, validationLoss: null }));
    const table = { ...trainingPreset("table", 38), stopAtAccuracy: null };
    store("the table's", { finished: null, log }, table);
    store("the table's without its start", { log }, { ...table, initialisation: "study" });
    fs.mkdirSync(path.join(folder, "empty"));
    const [model, finite, broken] = [
      "LSTM",
      { diverged: false, planDone: false },
      { diverged: true, planDone: false },
    ] as const;
    expect(convergenceRuns(folder)).toEqual([
      { model, windows: "paper", accuracyByPass: [0.6, 0.86], ...finite },
      { model, windows: "paper", accuracyByPass: [0.7], ...broken },
      { model, windows: "consecutive", accuracyByPass: [0.4, 0.5], ...finite },
      {
        ...{ model, windows: "table", accuracyByPass: [0.6, 0.86] },
        ...{ lossByPass: [1.6, 1.5], heldOutByPass: [null, null], ...finite },
      },
    ]);
    expect(convergenceRuns(path.join(folder, "nowhere"))).toEqual([]);
    fs.rmSync(folder, { recursive: true });
  });
});

describe("artifacts/claims.json", () => {
  // Stale? Run `study claims --sample --write` and commit the file.
  it("rests on the shipped checkpoints", () => {
    const { length } = collectClaims({ convergence: [], length: [] });
    const shipped = (model: ModelId) =>
      readCheckpointMeta(checkpointFolder("bach", model))?.weights.sha256;
    expect(length.map(({ model, checkpoint }) => [model, checkpoint])).toEqual(
      (["LSTM", "resNet20_LocalConv", "resNet20_Naive"] as const).map((id) => [id, shipped(id)]),
    );
  });
});
