import { z } from "zod";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import { type ConvergenceRun, epochFromZero, isDecided } from "@/lib/training/convergence";
import type { TrainingTable } from "@/lib/training/table";

/** One row of the paper's training table. */
export interface PaperRow {
  model: ModelId;
  loss: number;
  /** Its "ms/event": predicting one batch of 512 windows. */
  msPerBatch: number;
  /** Counted from 0; −1 = never. */
  convergeEpoch: number;
  /** Million weights. */
  weights: number;
}

const row = (
  model: ModelId,
  loss: number,
  msPerBatch: number,
  convergeEpoch: number,
  weights: number,
): PaperRow => ({ model, loss, msPerBatch, convergeEpoch, weights });

/** The eight rows of the paper's training table, in its order. */
export const PAPER_TABLE: readonly PaperRow[] = [
  row("CNN_a", 0.0103, 9.3, 15, 1.39),
  row("CNN_b", 0.4412, 9.03, 61, 0.18),
  row("CNN_c", 0.008, 9.91, 15, 1.16),
  row("CNN_Naive_Large", 0.7477, 9.0, -1, 0.18),
  row("CNN_Naive", 1.2782, 9.07, -1, 0.04),
  row("resNet20_Naive", 0.0052, 29.48, 44, 0.53),
  row("resNet20_LocalConv", 0.0044, 46.32, 8, 12.41),
  row("LSTM", 0.0061, 81.71, 22, 1.15),
];

/**
 * Kendall's τ-b of pairs: concordant less discordant, over the geometric mean of the pairs that are
 * not tied in x and in y (Kendall 1945). Infinities are values like others.
 * @returns null for fewer than two pairs, or where all are tied in x or in y
 */
export function kendallTau(pairs: readonly (readonly [x: number, y: number])[]): number | null {
  let [sum, inX, inY] = [0, 0, 0];
  const order = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
  pairs.forEach(([x, y], i) => {
    for (const [otherX, otherY] of pairs.slice(i + 1)) {
      const [dx, dy] = [order(x, otherX), order(y, otherY)];
      sum += dx * dy;
      inX += Math.abs(dx);
      inY += Math.abs(dy);
    }
  });
  return inX === 0 || inY === 0 ? null : sum / Math.sqrt(inX * inY);
}

const besideSchema = z.strictObject({
  paper: z.number(),
  ours: z.number().nullable(),
  /** Ours over the paper's. */
  ratio: z.number().nullable(),
});
/** A paper's number beside ours; null where ours has not been measured. */
export type PaperComparison = z.infer<typeof besideSchema>;

const comparedRowSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  /** Ours: mean of the last whole pass while it trained; the paper's: of its final weights. */
  loss: besideSchema,
  msPerBatch: besideSchema,
  /** Counted from 0, −1 = never. Ours is null while a run has neither got there nor ended. */
  convergeEpoch: z.strictObject({ paper: z.int(), ours: z.int().nullable() }),
  weights: besideSchema,
  /** Whole passes that our run has done; 0 where there is none. */
  passes: z.int().min(0),
  diverged: z.boolean(),
});
/** One model of the paper's table with ours beside it, from a run of the protocol `table`. */
export type ComparedRow = z.infer<typeof comparedRowSchema>;

const tauSchema = z.strictObject({ tau: z.number().nullable(), models: z.int() });

/** The paper's table beside ours, and how far the orders agree over the models that both have. */
export const comparedTableSchema = z.strictObject({
  rows: z.array(comparedRowSchema),
  lossTau: tauSchema,
  epochTau: tauSchema,
});
export type ComparedTable = z.infer<typeof comparedTableSchema>;

const beside = (paper: number, ours: number | null): PaperComparison => ({
  paper,
  ours,
  ratio: ours === null ? null : ours / paper,
});

const late = (epoch: number) => (epoch < 0 ? Number.POSITIVE_INFINITY : epoch);

function tauOf(pairs: readonly (readonly [number, number | null])[]) {
  const known = pairs.flatMap(([paper, ours]) => (ours === null ? [] : [[paper, ours] as const]));
  return { tau: kendallTau(known), models: known.length };
}

function comparedRow(
  paper: PaperRow,
  run: ConvergenceRun | undefined,
  table: TrainingTable,
): ComparedRow {
  const known = table.rows.find((r) => r.corpus === "bach" && r.model === paper.model);
  const ours = run && isDecided(run) ? (epochFromZero(run) ?? -1) : null;
  const millions = known ? known.parameters / 1e6 : null;
  return {
    model: paper.model,
    loss: beside(paper.loss, run?.lossByPass?.at(-1) ?? null),
    msPerBatch: beside(paper.msPerBatch, known?.msPerEvent?.batch512 ?? null),
    convergeEpoch: { paper: paper.convergeEpoch, ours },
    weights: beside(paper.weights, millions),
    passes: run?.accuracyByPass.length ?? 0,
    diverged: run?.diverged ?? false,
  };
}

/** The paper's table, column by column beside ours: runs of `table` on Bach, times and weights. */
export function comparePaper(table: TrainingTable, runs: readonly ConvergenceRun[]): ComparedTable {
  const ours = runs.filter(({ windows }) => windows === "table");
  const rows = PAPER_TABLE.map((paper) =>
    comparedRow(
      paper,
      ours.find(({ model }) => model === paper.model),
      table,
    ),
  );
  const epochs = rows.map(({ convergeEpoch: { paper, ours: own } }) => {
    const known = own === null ? null : late(own);
    return [late(paper), known] as const;
  });
  return {
    rows,
    lossTau: tauOf(rows.map(({ loss }) => [loss.paper, loss.ours] as const)),
    epochTau: tauOf(epochs),
  };
}

/** What differs between the paper's numbers and ours, a line a column. */
export const PAPER_DIFFERENCES = {
  loss: "Ours is the mean over the last whole pass while the weights still changed, the paper's that of its weights after 150 passes; both without the L2 penalty.",
  time: 'Both: one batch of 512 windows predicted. The paper heads the column "ms/event"; its graphics card is not named, ours is this machine through TensorFlow.',
  converge:
    "First epoch with running training accuracy over 0.85, counted from 0 as the paper does (its 15 is the 16th pass).",
  weights: "All parameters, moving statistics of normalisation included.",
} as const;
