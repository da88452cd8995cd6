import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { consecutiveWindows, PAPER_WINDOWS } from "@/lib/datasets/windows";
import { checkpointFolder, readCheckpointMeta } from "@/lib/models/checkpoint-files";
import type { ModelId } from "@/lib/models/model-ids";
import {
  type ConvergenceRun,
  judgeClaims,
  judgeConfidence,
  judgeConvergence,
  judgeLength,
  judgeSpeed,
  type LengthRun,
} from "@/lib/training/claims";
import { collectClaims, convergenceRuns } from "@/lib/training/claims-files";
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
});

const long = (model: ModelId, nats: number, confidence = 0.5): LengthRun => ({
  model,
  checkpoint: "0".repeat(64),
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
    expect(claims).toHaveLength(6);
    for (const claim of claims) {
      expect(claim.holds).toBeNull();
      expect(claim.measured).toMatch(/^not measured: /);
      expect(claim.command).toMatch(/^study /);
    }
  });

  it("speed: through TensorFlow, three times or more; our own inference stands beside it", () => {
    const row = (model: ModelId, batch1: number, own: number) => ({
      model,
      corpus: "bach",
      msPerEvent: { backend: "tensorflow", batch1, own: { batch1: own } },
    });
    const table = (local: number) =>
      ({
        rows: [row("resNet20_LocalConv", local, 3.5), row("LSTM", 54, 7)],
      }) as unknown as TrainingTable;
    expect(judgeSpeed(table(17))).toEqual({
      measured:
        "TensorFlow.js (tensorflow): resNet20_LocalConv 17.00 ms an event, LSTM 54.00 ms: 3.2 × faster; our own inference: resNet20_LocalConv 3.50 ms an event, LSTM 7.00 ms: 2.0 × faster",
      holds: true,
    });
    expect(judgeSpeed(table(18.1)).holds).toBe(false);
  });

  it("convergence: Local Conv before both others; none in 25 passes is later than any", () => {
    const runs = [run("resNet20_LocalConv", 8), run("resNet20_Naive", 20), run("LSTM", -1)];
    const judged = judgeConvergence(runs, "paper");
    expect(judged.holds).toBe(true);
    expect(judged.measured).toContain("LSTM none in 25 (accuracy 0.800)");
    const diverged = { ...run("LSTM", -1), accuracyByPass: [0.7, 0.75, 0.8], diverged: true };
    expect(judgeConvergence([...runs.slice(0, 2), diverged], "paper")).toEqual({
      measured: expect.stringContaining("LSTM diverged in pass 4 (accuracy 0.800 before)"),
      holds: true,
    });
    expect(judgeConvergence([run("LSTM", 5), ...runs.slice(0, 2)], "paper").holds).toBe(false);
    expect(judgeConvergence(runs, "consecutive").holds).toBeNull();
  });

  it("length: quality must drop for the others, and less for Local Conv", () => {
    const of = (local: number, naive: number, lstm: number) =>
      judgeLength([
        long("resNet20_LocalConv", local),
        long("resNet20_Naive", naive),
        long("LSTM", lstm),
      ]).holds;
    expect(of(0.1, 0.2, 0.3)).toBe(true);
    expect(of(0.25, 0.2, 0.3)).toBe(false);
    expect(of(-0.1, 0.2, -0.05)).toBe(false);
  });

  it("confidence: a higher mean probability of what was chosen", () => {
    const pair = (local: number, naive: number) => [
      long("resNet20_LocalConv", 0, local),
      long("resNet20_Naive", 0, naive),
    ];
    expect(judgeConfidence(pair(0.9, 0.8)).holds).toBe(true);
    expect(judgeConfidence(pair(0.8, 0.9)).holds).toBe(false);
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
      const state = { identity, passAccuracy: [0.6, 0.86], finished: "done", ...changes };
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
    fs.mkdirSync(path.join(folder, "empty"));
    const [model, finite, broken] = ["LSTM", { diverged: false }, { diverged: true }] as const;
    expect(convergenceRuns(folder)).toEqual([
      { model, windows: "paper", accuracyByPass: [0.6, 0.86], ...finite },
      { model, windows: "paper", accuracyByPass: [0.7], ...broken },
      { model, windows: "consecutive", accuracyByPass: [0.4, 0.5], ...finite },
    ]);
    expect(convergenceRuns(path.join(folder, "nowhere"))).toEqual([]);
    fs.rmSync(folder, { recursive: true });
  });
});

describe("artifacts/claims.json", () => {
  // Stale? Run `study claims --sample --write` and commit the file.
  it("rests on the shipped checkpoints", () => {
    for (const { model, checkpoint } of collectClaims({ convergence: [], length: [] }).length) {
      const shipped = readCheckpointMeta(checkpointFolder("bach", model));
      expect(checkpoint, model).toBe(shipped?.weights.sha256);
    }
  });
});
