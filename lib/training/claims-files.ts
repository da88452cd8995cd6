import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { PAPER_WINDOWS } from "@/lib/datasets/windows";
import { readArtifact } from "@/lib/models/artifact-files";
import { isModelId } from "@/lib/models/model-ids";
import {
  type ConvergenceRun,
  claimsSchema,
  judgeClaims,
  type LengthRun,
} from "@/lib/training/claims";
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
    }),
  }),
  passAccuracy: z.array(z.number()),
  finished: z.string().nullable(),
  diverged: z.string().optional(),
});

/**
 * Convergence runs that came to an end or diverged (Bach, a window every 9 events as in the paper,
 * stopped at 0.85 training accuracy) below a folder of training runs.
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
    const { layout, stopAtAccuracy } = identity.settings;
    const asCompared = layout.stride === PAPER_WINDOWS.stride && stopAtAccuracy === CONVERGED;
    const ended = finished !== null || diverged !== undefined;
    const counts = identity.corpus === "bach" && asCompared && ended;
    if (!counts || !isModelId(identity.model) || passAccuracy.length === 0) return [];
    return [
      {
        model: identity.model,
        windows: layout.spacing === PAPER_WINDOWS.spacing ? "paper" : "consecutive",
        accuracyByPass: passAccuracy,
        diverged: diverged !== undefined,
      } as const,
    ];
  });
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
  return { format: 1, claims: judgeClaims(table, convergence, length), convergence, length };
}
