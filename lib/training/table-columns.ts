import type { Baselines } from "@/lib/training/baselines";
import type { ComparedRow, ComparedTable, PaperComparison } from "@/lib/training/paper-table";
import { distance, type TrainingRow, type TrainingTable } from "@/lib/training/table";

/** A value of the training table; null where there is none. */
export type TableValue = string | number | null;

/** One column: a name for files, a title for people, and how its numbers are written. */
export interface TableColumn {
  name: string;
  title: string;
  /** Decimals for people; files keep all digits. */
  decimals?: number;
  value: (row: TrainingRow, baselines: Baselines | undefined) => TableValue;
}

/** Training text and held-out text: the paper's columns first, then ours. */
export const TABLE_COLUMNS: readonly TableColumn[] = [
  { name: "model", title: "model", value: (r) => r.model },
  { name: "loss", title: "loss", decimals: 4, value: (r) => r.train.loss },
  { name: "time_s", title: "time, s", decimals: 0, value: (r) => r.seconds },
  { name: "converge_epochs", title: "converge epochs", value: (r) => r.convergePass },
  { name: "weights", title: "weights", value: (r) => r.parameters },
  { name: "train_accuracy", title: "accuracy", decimals: 3, value: (r) => r.train.accuracy },
  { name: "validation_loss", title: "validation", decimals: 4, value: (r) => r.validation.loss },
  {
    name: "validation_accuracy",
    title: "validation accuracy",
    decimals: 3,
    value: (r) => r.validation.accuracy,
  },
  { name: "held_out_loss", title: "held-out", decimals: 4, value: (r) => r.heldOut.loss },
  {
    name: "held_out_accuracy",
    title: "held-out accuracy",
    decimals: 3,
    value: (r) => r.heldOut.accuracy,
  },
  { name: "unseen_loss", title: "unseen", decimals: 4, value: (r) => r.heldOutUnseen.loss },
  {
    name: "unseen_accuracy",
    title: "unseen accuracy",
    decimals: 3,
    value: (r) => r.heldOutUnseen.accuracy,
  },
  {
    name: "to_ngram",
    title: "to n-gram",
    decimals: 4,
    value: (r, b) => (b ? distance(r, b.ngram) : null),
  },
  {
    name: "to_linear",
    title: "to linear",
    decimals: 4,
    value: (r, b) => (b ? distance(r, b.linear) : null),
  },
  { name: "overfits", title: "overfits", value: (r) => (r.overfits ? "yes" : "no") },
  {
    name: "ms_event_batch1",
    title: "ms/event, 1",
    decimals: 2,
    value: (r) => r.msPerEvent?.batch1 ?? null,
  },
  {
    name: "ms_event_batch64",
    title: "ms/event, 64",
    decimals: 3,
    value: (r) => r.msPerEvent?.batch64 ?? null,
  },
  {
    name: "own_ms_event_batch1",
    title: "own ms/event, 1",
    decimals: 2,
    value: (r) => r.msPerEvent?.own.batch1 ?? null,
  },
  {
    name: "own_ms_event_batch64",
    title: "own ms/event, 64",
    decimals: 3,
    value: (r) => r.msPerEvent?.own.batch64 ?? null,
  },
  {
    name: "examples_per_second",
    title: "examples/s",
    decimals: 0,
    value: (r) => r.examplesPerSecond,
  },
  { name: "epochs", title: "epochs", decimals: 2, value: (r) => r.passes },
  { name: "windows", title: "windows", value: (r) => r.windows },
  { name: "rate", title: "rate", value: (r) => r.rate },
  { name: "batch", title: "batch", value: (r) => r.batch },
  { name: "transposed", title: "transposed", value: (r) => r.transposed },
  { name: "seed", title: "seed", value: (r) => r.seed },
  { name: "corpus", title: "corpus", value: (r) => r.corpus },
  { name: "backend", title: "backend", value: (r) => r.backend },
  { name: "machine", title: "machine", value: (r) => r.machine },
  { name: "commit", title: "commit", value: (r) => r.commit },
  { name: "checkpoint", title: "checkpoint", value: (r) => r.checkpoint },
];

/** A table of values: one name a column, one array a row. */
export interface TableValues {
  columns: readonly TableColumn[];
  rows: TableValue[][];
}

const BASELINE_ROWS: readonly [string, (b: Baselines) => Baselines["unigram"]][] = [
  ["unigram", (b) => b.unigram],
  ["bigram", (b) => b.bigram],
  ["n-gram", (b) => b.ngram],
  ["linear softmax", (b) => b.linear],
];

/** What each baseline fills of a row; the rest is empty. */
function baselineValues(b: Baselines): TableValue[][] {
  return BASELINE_ROWS.map(([name, pick]) => {
    const { heldOut, heldOutUnseen } = pick(b);
    const title = name === "n-gram" ? `${b.ngram.order}-gram back-off` : name;
    const known: Record<string, TableValue> = {
      model: title,
      held_out_loss: heldOut.loss,
      held_out_accuracy: heldOut.accuracy,
      unseen_loss: heldOutUnseen.loss,
      unseen_accuracy: heldOutUnseen.accuracy,
      to_ngram: heldOut.loss - b.ngram.heldOut.loss,
      to_linear: heldOut.loss - b.linear.heldOut.loss,
      epochs: name === "linear softmax" ? b.linear.passes : null,
      windows: name === "linear softmax" ? "consecutive, all" : null,
      corpus: b.corpus,
    };
    return TABLE_COLUMNS.map((column) => known[column.name] ?? null);
  });
}

/** The corpora of a table, in order. */
export function tableCorpora(table: TrainingTable): string[] {
  return [...new Set([...table.rows, ...table.baselines].map(({ corpus }) => corpus))].sort();
}

/** Models and baselines of one corpus as values, full precision. */
export function tableValues(table: TrainingTable, corpus: string): TableValues {
  const baselines = table.baselines.find((b) => b.corpus === corpus);
  const rows = table.rows
    .filter((row) => row.corpus === corpus)
    .map((row) => TABLE_COLUMNS.map((column) => column.value(row, baselines)));
  return {
    columns: TABLE_COLUMNS,
    rows: [...rows, ...(baselines ? baselineValues(baselines) : [])],
  };
}

const number = (value: number | null, decimals: number) =>
  value === null ? "–" : value.toFixed(decimals);
const besideCells = ({ paper, ours, ratio }: PaperComparison, decimals: number) => [
  paper.toFixed(decimals),
  number(ours, decimals),
  number(ratio, 2),
];

function epochCell({ convergeEpoch: { ours }, passes, diverged }: ComparedRow): string {
  if (passes === 0) return "not run";
  if (ours === null) return `not yet after ${passes}`;
  return diverged && ours < 0 ? `diverged in pass ${passes + 1}` : String(ours);
}

const tauText = (what: string, { tau, models }: ComparedTable["lossTau"]) =>
  `${what}: Kendall's τ ${tau === null ? "not computed" : tau.toFixed(2)} over ${models} models`;

/** The paper's table as texts: its columns, ours beside each with the ratio, and both orders' τ. */
export function paperValues({ rows, lossTau, epochTau }: ComparedTable) {
  const [loss, time, weights] = ["loss", "ms per batch of 512", "weights (M)"].map((title) => [
    title,
    "ours",
    "ratio",
  ]);
  return {
    titles: ["model", ...loss!, ...time!, "converge epoch (from 0)", "ours", ...weights!],
    rows: rows.map((row) => [
      row.model,
      ...besideCells(row.loss, 4),
      ...besideCells(row.msPerBatch, 2),
      ...[String(row.convergeEpoch.paper), epochCell(row)],
      ...besideCells(row.weights, 2),
    ]),
    orders: [tauText("order of the losses", lossTau), tauText("order of the epochs", epochTau)],
  };
}

/** A value for people: fixed decimals, thousands apart, a dash where there is none. */
export function formatTableValue(value: TableValue, column: TableColumn): string {
  if (value === null) return "–";
  if (typeof value === "string") return column.name === "checkpoint" ? value.slice(0, 12) : value;
  if (column.name.startsWith("to_")) return `${value > 0 ? "+" : ""}${value.toFixed(4)}`;
  if (column.decimals !== undefined) return value.toFixed(column.decimals);
  return Number.isInteger(value) ? value.toLocaleString("en-GB") : String(value);
}
