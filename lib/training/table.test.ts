import { describe, expect, it } from "vitest";
import { PAPER_WINDOWS } from "@/lib/datasets/windows";
import { SHIPPED_CHECKPOINTS } from "@/lib/models/checkpoint-files";
import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import type { Baselines } from "@/lib/training/baselines";
import { trainingPreset } from "@/lib/training/schedule";
import { mergeTable, type TrainingRow, trainingRow, windowsText } from "@/lib/training/table";
import { formatTableValue, TABLE_COLUMNS, tableValues } from "@/lib/training/table-columns";
import { checkpointMetas, readTrainingTable } from "@/lib/training/table-files";

const loss = (value: number) => ({ loss: value, accuracy: 0.6, count: 100 });
const entry = (pass: number, validationLoss: number) => ({
  pass,
  step: pass * 10,
  examples: 5000,
  rate: 1e-3,
  trainLoss: 1,
  trainAccuracy: 0.7,
  validationLoss,
  validationAccuracy: 0.6,
  seconds: 2,
});

function metaOf(changes: Partial<CheckpointMeta> = {}): CheckpointMeta {
  return {
    format: 1,
    model: "CNN_a",
    encoding: "melody",
    window: 64,
    classes: 38,
    parameters: 1_394_958,
    corpus: { id: "bach", sha256: "0".repeat(64) },
    seed: 1,
    settings: { ...trainingPreset("study", 38) },
    passes: 2,
    updates: 20,
    bestUpdate: 10,
    finished: "planned passes done",
    seconds: 4,
    convergePass: -1,
    log: [entry(1, 1.3), entry(2, 1.4)],
    metrics: {
      train: loss(1.1),
      validation: loss(1.3),
      heldOut: loss(1.25),
      heldOutUnseen: loss(1.26),
    },
    backend: "tensorflow",
    machine: "a processor, 2 cores",
    commit: "abc",
    weights: { dtype: "float16", sha256: "1".repeat(64), bytes: 2, tensors: [] },
    ...changes,
  };
}

const baselines: Baselines = {
  corpus: "bach",
  sha256: "0".repeat(64),
  method: "counting",
  unigram: { heldOut: loss(1.8), heldOutUnseen: loss(1.8) },
  bigram: { heldOut: loss(1.7), heldOutUnseen: loss(1.7) },
  ngram: { order: 5, heldOut: loss(1.3), heldOutUnseen: loss(1.31) },
  linear: { passes: 3, heldOut: loss(1.24), heldOutUnseen: loss(1.22) },
};

describe("training rows", () => {
  it("take every figure from the checkpoint's meta file", () => {
    const row = trainingRow(metaOf(), true, null);
    expect(row).toMatchObject({
      model: "CNN_a",
      windows: "consecutive, all",
      examplesPerSecond: 2500,
      train: loss(1.1),
      heldOut: loss(1.25),
      checkpoint: "1".repeat(64),
      rate: trainingPreset("study", 38).rate,
    });
  });

  it("say which run overfits", () => {
    expect(trainingRow(metaOf(), true, null).overfits).toBe(true);
    const falling = metaOf({ log: [entry(1, 1.4), entry(2, 1.3), entry(3, 1.305)] });
    expect(trainingRow(falling, true, null).overfits).toBe(false);
  });

  it("name the windows", () => {
    expect(windowsText(trainingPreset("quick", 38).layout)).toBe("consecutive, every 9th");
    expect(windowsText(PAPER_WINDOWS)).toBe("events 9 apart, label 11 after, every 9th");
  });
});

describe("the table", () => {
  const row = (model: TrainingRow["model"], shipped: boolean, corpus = "bach") => ({
    ...trainingRow(metaOf({ model }), shipped, null),
    corpus,
  });

  it("stands in the paper's order and keeps unshipped rows, never old shipped ones", () => {
    const old = mergeTable(null, [row("LSTM", true), row("LSTM", false, "wikifonia")], []);
    const table = mergeTable(old, [row("CNN_c", true), row("CNN_a", true)], [baselines]);
    expect(table.rows.map((r) => `${r.corpus} ${r.model}`)).toEqual([
      "bach CNN_a",
      "bach CNN_c",
      "wikifonia LSTM",
    ]);
    expect(mergeTable(table, [], []).baselines).toEqual([baselines]);
  });

  it("puts baselines under the models and distances beside them", () => {
    const table = mergeTable(null, [row("CNN_a", true)], [baselines]);
    const { rows } = tableValues(table, "bach");
    const at = (name: string) => TABLE_COLUMNS.findIndex((column) => column.name === name);
    expect(rows.map((r) => r[0])).toEqual([
      "CNN_a",
      "unigram",
      "bigram",
      "5-gram back-off",
      "linear softmax",
    ]);
    expect(rows[0]![at("to_ngram")]).toBeCloseTo(-0.05, 10);
    expect(rows[0]![at("to_linear")]).toBeCloseTo(0.01, 10);
    expect(rows[3]![at("held_out_loss")]).toBe(1.3);
    expect(formatTableValue(rows[0]![at("to_ngram")]!, TABLE_COLUMNS[at("to_ngram")]!)).toBe(
      "-0.0500",
    );
    expect(formatTableValue(null, TABLE_COLUMNS[0]!)).toBe("–");
  });
});

describe("artifacts/training-table.json", () => {
  const metas = checkpointMetas(SHIPPED_CHECKPOINTS);

  // Stale? Run `study table --write` and commit the file.
  it.skipIf(metas.length === 0)("has exactly the rows of the shipped checkpoints", () => {
    const table = readTrainingTable();
    expect(table, "artifacts/training-table.json").not.toBeNull();
    const shipped = table!.rows.filter((r) => r.shipped);
    const expected = metas.map((meta) => {
      const same = shipped.find((r) => r.checkpoint === meta.weights.sha256);
      return trainingRow(meta, true, same?.msPerEvent ?? null);
    });
    expect(mergeTable(null, shipped, []).rows).toEqual(mergeTable(null, expected, []).rows);
  });

  it.skipIf(metas.length === 0)(
    "has the baselines of every shipped corpus, of the same file",
    () => {
      const known = readTrainingTable()!.baselines.map((b) => `${b.corpus} ${b.sha256}`);
      for (const { corpus } of metas) expect(known).toContain(`${corpus.id} ${corpus.sha256}`);
    },
  );
});
