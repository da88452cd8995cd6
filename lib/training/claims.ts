import { z } from "zod";
import { TABLE_WINDOWS } from "@/lib/datasets/windows";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import {
  type ConvergenceRun,
  convergenceRunSchema,
  convergenceText,
  convergesFirst,
  runOf,
} from "@/lib/training/convergence";
import { comparedTableSchema } from "@/lib/training/paper-table";
import { PLAN_DONE } from "@/lib/training/state";
import { CONVERGED, type TrainingTable, windowsText } from "@/lib/training/table";

/** One claim of the paper beside what was measured here. */
export const claimSchema = z.strictObject({
  id: z.string().min(1),
  claim: z.string().min(1),
  /** What was measured, in words with numbers; what is missing where nothing was. */
  measured: z.string().min(1),
  /** null where it has not been measured. */
  holds: z.boolean().nullable(),
  /** The command that repeats the measurement. */
  command: z.string().min(1),
});
export type Claim = z.infer<typeof claimSchema>;

/** What one bar of long pieces is like, averaged over them (lib/analysis/length). */
const barSchema = z.strictObject({
  bar: z.int().positive(),
  confidence: z.number(),
  nats: z.number(),
  onsets: z.number(),
  interval: z.number().nullable(),
});

/** What sampling long pieces from a model showed. */
export const lengthRunSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  checkpoint: z.string(),
  /** How the network was trained: `study`, with which ours ship, or as the paper's, `table`. */
  protocol: z.enum(["study", "table"]).default("study"),
  confidence: z.number(),
  /** From the first eighth of the bars to the last. */
  drift: z.strictObject({ confidence: z.number(), nats: z.number(), onsets: z.number() }),
  byBar: z.array(barSchema).min(1),
  clips: z.int().positive(),
  temperature: z.number().positive(),
});
export type LengthRun = z.infer<typeof lengthRunSchema>;

/** Content of artifacts/claims.json. */
export const claimsSchema = z.strictObject({
  format: z.literal(1),
  claims: z.array(claimSchema),
  /** The paper's training table beside ours; older files lack it. */
  paper: comparedTableSchema.optional(),
  convergence: z.array(convergenceRunSchema),
  length: z.array(lengthRunSchema),
});

const TABLE_WINDOWS_TEXT = windowsText(TABLE_WINDOWS);

const LOCAL: ModelId = "resNet20_LocalConv";
const NAIVE: ModelId = "resNet20_Naive";

type Judged = Pick<Claim, "measured" | "holds">;

const missing = (what: string): Judged => ({ measured: `not measured: ${what}`, holds: null });

/** How much faster the paper's own table has it: 81.71 over 46.32 ms. */
const PAPER_RATIO = 1.76;

/**
 * Local Conv is 3–4 × faster than LSTM: predicting one batch of 512 windows through TensorFlow, as
 * the paper's times are. A generated event, one clip at a time, stands beside it.
 */
export function judgeSpeed(table: TrainingTable): Judged {
  const times = (model: ModelId) =>
    table.rows.find((r) => r.corpus === "bach" && r.model === model)?.msPerEvent;
  const [local, lstm] = [times(LOCAL), times("LSTM")];
  if (!local || !lstm) return missing("no times of both models");
  const text = (what: string, a: number, b: number) =>
    `${what}: ${LOCAL} ${a.toFixed(2)} ms, LSTM ${b.toFixed(2)} ms: ${(b / a).toFixed(2)} × faster`;
  const beside = [
    text(`an event of one clip, TensorFlow.js (${local.backend})`, local.batch1, lstm.batch1),
    text("our own inference", local.own.batch1, lstm.own.batch1),
    `the paper's own table: ${PAPER_RATIO} ×`,
  ].join("; ");
  if (local.batch512 === undefined || lstm.batch512 === undefined) {
    return missing(`no batch of 512 windows of both models; ${beside}`);
  }
  return {
    measured: `${text("a batch of 512 windows, as in the paper's table", local.batch512, lstm.batch512)}; ${beside}`,
    holds: lstm.batch512 / local.batch512 >= 3,
  };
}

/** Why the runs before the protocol `table` tell nothing. */
const TOO_SHORT = "25 passes over a ninth of the windows are under three of the paper's epochs";

/** Converges in fewer epochs, under one kind of windows. */
export function judgeConvergence(
  runs: readonly ConvergenceRun[],
  windows: ConvergenceRun["windows"],
): Judged {
  const [local, ...others] = [LOCAL, NAIVE, "LSTM" as const].map((m) => runOf(runs, m, windows));
  const known = [local, ...others].filter((run) => run !== undefined);
  const text = known.map(convergenceText).join(", ");
  if (known.length < 3) {
    return missing(
      `no runs of all three models${text ? `; training accuracy ${CONVERGED}: ${text}` : ""}`,
    );
  }
  const holds = convergesFirst(local!, known.slice(1));
  const why = holds === null ? `not decided${windows === "table" ? "" : ` (${TOO_SHORT})`}: ` : "";
  return { measured: `${why}training accuracy over ${CONVERGED}: ${text}`, holds };
}

/**
 * On a large corpus (Wikifonia) its loss is much lower than LSTM's: by a tenth or more. Only of runs
 * that went through the plan of the protocol `table`.
 */
export function judgeLargeCorpus(table: TrainingTable): Judged {
  const row = (model: ModelId) =>
    table.rows.find((r) => r.corpus === "wikifonia" && r.model === model);
  const [local, lstm] = [row(LOCAL), row("LSTM")];
  if (!local || !lstm) return missing("no Wikifonia runs of both models");
  const text = (r: typeof local) =>
    `${r.model} training ${r.train.loss.toFixed(4)}, held-out ${r.heldOut.loss.toFixed(4)} nats`;
  const measured = `${text(local)}; ${text(lstm)} (${local.windows}, ${local.passes} passes)`;
  const asPaper = [local, lstm].every(
    (r) => r.windows === TABLE_WINDOWS_TEXT && r.finished === PLAN_DONE,
  );
  if (!asPaper) return missing(`no runs through the protocol table; shorter ones: ${measured}`);
  return { measured, holds: local.train.loss < 0.9 * lstm.train.loss };
}

const signed = (value: number) =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(3)}`;

/**
 * Quality drops with length. Quality is what listeners say, and no study here has asked them by
 * length; what becomes of long pieces under a model of human music stands beside it.
 */
export function judgeLength(runs: readonly LengthRun[]): Judged {
  if (runs.length === 0) return missing("no study of listeners by length, and no long pieces");
  const text = (run: LengthRun) =>
    `${run.model} ${signed(run.drift.nats)} nats, confidence ${signed(run.drift.confidence)}, onsets a bar ${signed(run.drift.onsets)}`;
  const { byBar, clips, temperature } = runs[0]!;
  return missing(
    `no study of listeners by length; cost under a model of human music, first to last eighth of ${byBar.length} bars, ${clips} clips at ${temperature}: ${runs.map(text).join("; ")}`,
  );
}

/**
 * Its outputs are more confident than the naive network's. The paper's networks knew their training
 * text by heart; ours of the preset `study` have seen it once or twice, so they can't decide it.
 */
export function judgeConfidence(runs: readonly LengthRun[]): Judged {
  const of = (model: ModelId) => runs.find((run) => run.model === model);
  const [local, naive] = [of(LOCAL), of(NAIVE)];
  if (!local || !naive) return missing("no generated pieces of both models");
  const measured = `mean probability of the chosen class: ${LOCAL} ${local.confidence.toFixed(3)}, ${NAIVE} ${naive.confidence.toFixed(3)}`;
  if (local.protocol !== "table" || naive.protocol !== "table") {
    return missing(`no networks trained by the protocol table; the shipped ones: ${measured}`);
  }
  return { measured, holds: local.confidence > naive.confidence };
}

const CONVERGE = `study train MODEL --preset paper --stop-at-accuracy ${CONVERGED} --stop-after 25`;

/** All claims with what was measured. */
export function judgeClaims(
  table: TrainingTable,
  convergence: readonly ConvergenceRun[],
  length: readonly LengthRun[],
): Claim[] {
  const fewer = "Local Conv converges in fewer epochs";
  const sampling = "study claims --sample --write";
  return [
    {
      id: "speed",
      claim: `Local Conv is 3–4 × faster than LSTM (the paper's sentence; its own table says ${PAPER_RATIO} ×)`,
      ...judgeSpeed(table),
      command: "study bench models --write && study table --write && study claims --write",
    },
    {
      id: "convergence-table",
      claim: `${fewer} (protocol table: very probably the one of the paper's training table)`,
      ...judgeConvergence(convergence, "table"),
      command: "study train MODEL --preset table && study claims --write",
    },
    {
      id: "convergence-paper-windows",
      claim: `${fewer} (the windows and rates of the authors' later script)`,
      ...judgeConvergence(convergence, "paper"),
      command: `${CONVERGE} --windows paper && study claims --write`,
    },
    {
      id: "convergence-consecutive-windows",
      claim: `${fewer} (as many consecutive windows, the paper's rates)`,
      ...judgeConvergence(convergence, "consecutive"),
      command: `${CONVERGE} --stride 9 && study claims --write`,
    },
    {
      id: "large-corpus",
      claim: "On a large corpus (Wikifonia) Local Conv's loss is much lower than LSTM's",
      ...judgeLargeCorpus(table),
      command: [
        "study train MODEL --corpus wikifonia --preset table",
        "study checkpoints write wikifonia-MODEL-table-1 --out DIR",
        "study table --checkpoints DIR --write",
        "study claims --write",
      ].join(" && "),
    },
    {
      id: "length",
      claim: "Quality drops with length",
      ...judgeLength(length),
      command: sampling,
    },
    {
      id: "confidence",
      claim: "Local Conv's outputs are more confident",
      ...judgeConfidence(length),
      command: sampling,
    },
  ];
}
