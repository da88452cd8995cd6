import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { PAPER_WINDOWS, TABLE_WINDOWS } from "@/lib/datasets/windows";
import { readArtifact } from "@/lib/models/artifact-files";
import { isModelId } from "@/lib/models/model-ids";
import { claimsSchema, judgeClaims, type LengthRun } from "@/lib/training/claims";
import type { ConvergenceRun } from "@/lib/training/convergence";
import { comparePaper } from "@/lib/training/paper-table";
import { PLAN_DONE } from "@/lib/training/state";
import { CONVERGED } from "@/lib/training/table";
import { readTrainingTable } from "@/lib/training/table-files";

/** Name of the committed file. */
export const CLAIMS_FILE = "claims.json";

/** What the claims need of a stored training run; its arrays are left alone. */
const storedRunSchema = z.object({
  identity: z.object({
    model: z.string(),
    corpus: z.string(),
    settings: z.object({
      layout: z.object({ spacing: z.int(), ahead: z.int(), stride: z.int() }),
      stopAtAccuracy: z.number().nullable(),
      validationsPerPass: z.int(),
      initialisation: z.string().optional(),
      text: z.string().optional(),
    }),
  }),
  passAccuracy: z.array(z.number()),
  log: z.array(z.object({ trainLoss: z.number(), validationLoss: z.number().nullable() })),
  finished: z.string().nullable(),
  diverged: z.string().optional(),
});
type StoredRun = z.infer<typeof storedRunSchema>;

/** Of which comparison a run is; undefined where of none. */
function windowsOf({
  identity,
  finished,
  diverged,
}: StoredRun): ConvergenceRun["windows"] | undefined {
  const { layout, stopAtAccuracy, initialisation, text } = identity.settings;
  if (identity.corpus !== "bach") return undefined;
  const { spacing, ahead, stride } = TABLE_WINDOWS;
  const asTable = layout.spacing === spacing && layout.ahead === ahead && layout.stride === stride;
  if (asTable && initialisation === "authors" && text === "whole") return "table";
  const asCompared = layout.stride === PAPER_WINDOWS.stride && stopAtAccuracy === CONVERGED;
  if (!asCompared || (finished === null && diverged === undefined)) return undefined;
  return layout.spacing === PAPER_WINDOWS.spacing ? "paper" : "consecutive";
}

/** Losses by pass, where a run validated once in each. */
function lossesOf({ identity, log }: StoredRun) {
  if (identity.settings.validationsPerPass !== 1) return {};
  return {
    lossByPass: log.map(({ trainLoss }) => trainLoss),
    heldOutByPass: log.map(({ validationLoss }) => validationLoss),
  };
}

/**
 * Convergence runs below a folder of training runs: those of the protocol `table` on Bach wherever
 * they stand, and those of a window every 9 events, stopped at 0.85 training accuracy, that came to
 * an end or diverged.
 * @param folder for example .data/training
 */
export function convergenceRuns(folder: string): ConvergenceRun[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name, "state.json");
    if (!fs.existsSync(file)) return [];
    const run = storedRunSchema.safeParse(JSON.parse(fs.readFileSync(file, "utf8")));
    if (!run.success) return [];
    const { identity, passAccuracy, finished, diverged } = run.data;
    const windows = windowsOf(run.data);
    if (!windows || !isModelId(identity.model) || passAccuracy.length === 0) return [];
    return [
      {
        model: identity.model,
        windows,
        accuracyByPass: passAccuracy,
        ...(windows === "table" ? lossesOf(run.data) : {}),
        diverged: diverged !== undefined,
        planDone: finished === PLAN_DONE,
      },
    ];
  });
}

/** The convergence runs that are committed. */
export function committedRuns(folder?: string): ConvergenceRun[] {
  return readArtifact(CLAIMS_FILE, claimsSchema, folder)?.convergence ?? [];
}

/** New runs take the place of committed ones with the same key; the others stay. */
function merged<T>(before: readonly T[], fresh: readonly T[], key: (item: T) => string): T[] {
  const known = new Set(fresh.map(key));
  return [...before.filter((item) => !known.has(key(item))), ...fresh].sort((a, b) =>
    key(a) < key(b) ? -1 : 1,
  );
}

/** The claims from the committed table, committed runs, and runs measured since. */
export function collectClaims(fresh: {
  convergence: readonly ConvergenceRun[];
  length: readonly LengthRun[];
}): z.infer<typeof claimsSchema> {
  const before = readArtifact(CLAIMS_FILE, claimsSchema);
  const table = readTrainingTable() ?? { format: 1 as const, baselines: [], rows: [] };
  const convergence = merged(
    before?.convergence ?? [],
    fresh.convergence,
    (run) => `${run.windows} ${run.model}`,
  );
  const length = merged(before?.length ?? [], fresh.length, (run) => run.model);
  const claims = judgeClaims(table, convergence, length);
  return { format: 1, claims, paper: comparePaper(table, convergence), convergence, length };
}
