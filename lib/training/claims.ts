import { z } from "zod";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import { CONVERGED, type TrainingTable } from "@/lib/training/table";

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

/**
 * One convergence run: stopped at 0.85 training accuracy, after its planned passes, or where its
 * numbers were no longer finite.
 */
export const convergenceRunSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  windows: z.enum(["paper", "consecutive"]),
  /** Training accuracy of each whole pass. */
  accuracyByPass: z.array(z.number().min(0).max(1)).min(1),
  /** True where the numbers of the next pass were not finite. */
  diverged: z.boolean(),
});
export type ConvergenceRun = z.infer<typeof convergenceRunSchema>;

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
  convergence: z.array(convergenceRunSchema),
  length: z.array(lengthRunSchema),
});

const LOCAL: ModelId = "resNet20_LocalConv";
const NAIVE: ModelId = "resNet20_Naive";

type Judged = Pick<Claim, "measured" | "holds">;

const missing = (what: string): Judged => ({ measured: `not measured: ${what}`, holds: null });

/**
 * Local Conv is 3–4 × faster than LSTM: per generated event, one clip at a time and through
 * TensorFlow as the paper. Our own inference, which has no cost per operation, stands beside it.
 */
export function judgeSpeed(table: TrainingTable): Judged {
  const times = (model: ModelId) =>
    table.rows.find((r) => r.corpus === "bach" && r.model === model)?.msPerEvent;
  const [local, lstm] = [times(LOCAL), times("LSTM")];
  if (!local || !lstm) return missing("no event times of both models");
  const text = (path: string, a: number, b: number) =>
    `${path}: ${LOCAL} ${a.toFixed(2)} ms an event, LSTM ${b.toFixed(2)} ms: ${(b / a).toFixed(1)} × faster`;
  const through = text(`TensorFlow.js (${local.backend})`, local.batch1, lstm.batch1);
  const own = text("our own inference", local.own.batch1, lstm.own.batch1);
  return { measured: `${through}; ${own}`, holds: lstm.batch1 / local.batch1 >= 3 };
}

/** The first pass (from 1) over the mark; infinity where none was. */
function passesNeeded({ accuracyByPass }: ConvergenceRun): number {
  const index = accuracyByPass.findIndex((accuracy) => accuracy > CONVERGED);
  return index < 0 ? Number.POSITIVE_INFINITY : index + 1;
}

function passText(run: ConvergenceRun): string {
  const needed = passesNeeded(run);
  if (Number.isFinite(needed)) return `${run.model} ${needed}`;
  const passes = run.accuracyByPass.length;
  const accuracy = `accuracy ${run.accuracyByPass.at(-1)!.toFixed(3)}`;
  return run.diverged
    ? `${run.model} diverged in pass ${passes + 1} (${accuracy} before)`
    : `${run.model} none in ${passes} (${accuracy})`;
}

/** Converges in fewer epochs, under one kind of windows. */
export function judgeConvergence(
  runs: readonly ConvergenceRun[],
  windows: ConvergenceRun["windows"],
): Judged {
  const of = (model: ModelId) => runs.find((r) => r.model === model && r.windows === windows);
  const [local, naive, lstm] = [of(LOCAL), of(NAIVE), of("LSTM")];
  if (!local || !naive || !lstm) return missing(`no convergence runs of all three models`);
  return {
    measured: `passes until training accuracy ${CONVERGED}: ${[local, naive, lstm].map(passText).join(", ")}`,
    holds: passesNeeded(local) < Math.min(passesNeeded(naive), passesNeeded(lstm)),
  };
}

/** On a large corpus (Wikifonia) its loss is much lower than LSTM's: by a tenth or more. */
export function judgeLargeCorpus(table: TrainingTable): Judged {
  const row = (model: ModelId) =>
    table.rows.find((r) => r.corpus === "wikifonia" && r.model === model);
  const [local, lstm] = [row(LOCAL), row("LSTM")];
  if (!local || !lstm) return missing("no Wikifonia runs of both models");
  const text = (r: typeof local) =>
    `${r.model} training ${r.train.loss.toFixed(4)}, held-out ${r.heldOut.loss.toFixed(4)} nats`;
  return {
    measured: `${text(local)}; ${text(lstm)} (${local.windows}, ${local.passes} passes)`,
    holds: local.train.loss < 0.9 * lstm.train.loss,
  };
}

const signed = (value: number) =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(3)}`;

/** Quality drops with length, less so for Local Conv: by the cost under a model of human music. */
export function judgeLength(runs: readonly LengthRun[]): Judged {
  const of = (model: ModelId) => runs.find((run) => run.model === model);
  const [local, naive, lstm] = [of(LOCAL), of(NAIVE), of("LSTM")];
  if (!local || !naive || !lstm) return missing("no long pieces of all three models");
  const text = (run: LengthRun) =>
    `${run.model} ${signed(run.drift.nats)} nats, confidence ${signed(run.drift.confidence)}, onsets a bar ${signed(run.drift.onsets)}`;
  const others = [naive, lstm];
  return {
    measured: `first to last eighth of ${local.byBar.length} bars, ${local.clips} clips at ${local.temperature}: ${[local, ...others].map(text).join("; ")}`,
    holds:
      others.every((run) => run.drift.nats > 0) &&
      others.every((run) => local.drift.nats < run.drift.nats),
  };
}

/** Its outputs are more confident than the naive network's. */
export function judgeConfidence(runs: readonly LengthRun[]): Judged {
  const of = (model: ModelId) => runs.find((run) => run.model === model);
  const [local, naive] = [of(LOCAL), of(NAIVE)];
  if (!local || !naive) return missing("no generated pieces of both models");
  return {
    measured: `mean probability of the chosen class: ${LOCAL} ${local.confidence.toFixed(3)}, ${NAIVE} ${naive.confidence.toFixed(3)}`,
    holds: local.confidence > naive.confidence,
  };
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
      claim: "Local Conv is 3–4 × faster than LSTM",
      ...judgeSpeed(table),
      command: "study bench models --write && study table --write && study claims --write",
    },
    {
      id: "convergence-paper-windows",
      claim: `${fewer} (the paper's windows and rates)`,
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
        "study train MODEL --corpus wikifonia --preset quick",
        "study checkpoints write wikifonia-MODEL-quick-1 --out DIR",
        "study table --checkpoints DIR --write",
        "study claims --write",
      ].join(" && "),
    },
    {
      id: "length",
      claim: "Quality drops with length, less so for Local Conv",
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
