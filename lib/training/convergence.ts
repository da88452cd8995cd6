import { z } from "zod";
import { MODEL_IDS, type ModelId } from "@/lib/models/model-ids";
import { CONVERGED } from "@/lib/training/table";

/** The kinds of windows under which convergence was compared (docs/decisions/0001). */
export const COMPARED_WINDOWS = ["table", "paper", "consecutive"] as const;

/** One run: what training showed of it pass by pass, wherever it stands. */
export const convergenceRunSchema = z.strictObject({
  model: z.enum(MODEL_IDS),
  windows: z.enum(COMPARED_WINDOWS),
  /** Training accuracy of each whole pass, measured while the weights changed. */
  accuracyByPass: z.array(z.number().min(0).max(1)).min(1),
  /** Training loss of each whole pass, nats, without the L2 penalty; runs before `table` lack it. */
  lossByPass: z.array(z.number()).optional(),
  /** Loss on the held-out text after each pass, nats; null where it overflowed. */
  heldOutByPass: z.array(z.number().nullable()).optional(),
  /** True where the numbers of the next pass were not finite. */
  diverged: z.boolean(),
  /** All passes of the plan are done. */
  planDone: z.boolean().default(false),
});
export type ConvergenceRun = z.infer<typeof convergenceRunSchema>;

/** The first epoch over the mark, counted from 0 as the paper does; null where there is none yet. */
export function epochFromZero({ accuracyByPass }: ConvergenceRun): number | null {
  const index = accuracyByPass.findIndex((accuracy) => accuracy > CONVERGED);
  return index < 0 ? null : index;
}

/** Nothing that the run could still do changes its answer. */
export function isDecided(run: ConvergenceRun): boolean {
  return epochFromZero(run) !== null || run.diverged || run.planDone;
}

/** Earliest and latest epoch from 0 at which a run can get over the mark; infinity = never. */
function bounds(run: ConvergenceRun): [earliest: number, latest: number] {
  const epoch = epochFromZero(run);
  if (epoch !== null) return [epoch, epoch];
  const never = Number.POSITIVE_INFINITY;
  return [isDecided(run) ? never : run.accuracyByPass.length, never];
}

/**
 * Whether one run converges in fewer epochs than every other.
 * @returns null while the runs have not gone far enough to tell
 */
export function convergesFirst(
  run: ConvergenceRun,
  others: readonly ConvergenceRun[],
): boolean | null {
  const [earliest, latest] = bounds(run);
  const theirs = others.map(bounds);
  if (Number.isFinite(latest) && theirs.every(([first]) => first > latest)) return true;
  return theirs.some(([, last]) => Number.isFinite(last) && last <= earliest) ? false : null;
}

/** Where a run stands, in words: the epoch counted from 0, and our count beside it. */
export function convergenceText(run: ConvergenceRun): string {
  const epoch = epochFromZero(run);
  if (epoch !== null) return `${run.model} epoch ${epoch} counted from 0 (pass ${epoch + 1})`;
  const passes = run.accuracyByPass.length;
  const accuracy = `accuracy ${run.accuracyByPass.at(-1)!.toFixed(3)}`;
  if (run.diverged) return `${run.model} diverged in pass ${passes + 1} (${accuracy} before)`;
  return run.planDone
    ? `${run.model} never in ${passes} passes (${accuracy})`
    : `${run.model} not yet after ${passes} passes (${accuracy})`;
}

/** The run of a model under one kind of windows. */
export function runOf(
  runs: readonly ConvergenceRun[],
  model: ModelId,
  windows: ConvergenceRun["windows"],
): ConvergenceRun | undefined {
  return runs.find((run) => run.model === model && run.windows === windows);
}
