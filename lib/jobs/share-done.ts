import type { Progress } from "@/lib/shared/progress";

/** Parts of a job's time by stage, in the order in which the stages come; they sum to 1. */
export type StageShares = Readonly<Record<string, number>>;

/**
 * Turns what a job is at into the share of it that is done (0..1): never less than before, whatever
 * stage is begun again.
 * @param shares none for a job of one stage, whatever it is called
 */
export function shareDone(shares?: StageShares): (progress: Progress) => number {
  let highest = 0;
  return ({ stage, done, total }) => {
    const part = Math.min(1, done / Math.max(1, total));
    highest = Math.max(
      highest,
      shares ? before(stage, shares) + (shares[stage] ?? 0) * part : part,
    );
    return Math.min(1, highest);
  };
}

/** What is done when a stage begins; 0 for one that has no share. */
function before(stage: string, shares: StageShares): number {
  const names = Object.keys(shares);
  const at = Math.max(0, names.indexOf(stage));
  return names.slice(0, at).reduce((sum, name) => sum + shares[name]!, 0);
}
