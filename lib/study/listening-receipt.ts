import type { Receipt } from "@/lib/study/participant-requests";

/** Milliseconds by which the page's clock may run ahead of the server's, and what drift adds to that. */
const CLOCK_SLACK_MS = 1000;
const CLOCK_DRIFT = 0.001;

/**
 * Share (0..1) of a clip that was heard: the union of the played ranges over its length.
 * @param ranges played ranges in milliseconds, in any order, overlapping or not
 * @param durationMs length of the clip
 */
export function heardCoverage(
  ranges: readonly (readonly [number, number])[],
  durationMs: number,
): number {
  const inside = ranges
    .map(([from, to]) => [Math.max(0, from), Math.min(durationMs, to)] as const)
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0]);
  let heard = 0;
  let reached = 0;
  for (const [from, to] of inside) {
    heard += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return Math.min(1, heard / durationMs);
}

/** What the server knows about one trial when its ratings arrive. */
export interface ListeningFacts {
  receipt: Pick<Receipt, "ranges" | "elapsedMs">;
  durationMs: number;
  /** Share of the clip that the study asks for, 0..1. */
  coverage: number;
  /** Time between serving the clip (or showing the trial, if later) and now; null = never served. */
  serverMs: number | null;
  /** Time between showing the trial and now: the page's clock began then, whenever the clip came. */
  shownMs: number;
  /** Sent from the outbox: the page's own clock counts. */
  late: boolean;
}

/**
 * Whether a clip can have been heard. The browser's claim alone is not enough: as much time must
 * have passed on the server as the heard share of the clip lasts. A late rating is judged by the
 * page's monotonic clock too, which cannot have run for longer than the trial has been shown: where
 * the clip came late, that is longer than since it was served.
 * @returns null when all is well, otherwise what was expected and what came
 */
export function notHeard(facts: ListeningFacts): string | null {
  const { coverage, durationMs, serverMs, shownMs } = facts;
  const { elapsedMs } = facts.receipt;
  if (coverage === 0) return null;
  if (serverMs === null) return "the clip has not been fetched yet";
  const heard = heardCoverage(facts.receipt.ranges, durationMs);
  if (heard < coverage)
    return `expected ${percent(coverage)} of the clip heard, got ${percent(heard)}`;
  const needed = coverage * durationMs;
  const passed = facts.late ? Math.min(elapsedMs, serverMs) : serverMs;
  if (passed < needed)
    return `expected ${seconds(needed)} since the clip was served, got ${seconds(passed)}`;
  if (facts.late && elapsedMs > shownMs * (1 + CLOCK_DRIFT) + CLOCK_SLACK_MS) {
    return `expected at most ${seconds(shownMs)} on the page's clock, got ${seconds(elapsedMs)}`;
  }
  return null;
}

function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

function seconds(ms: number): string {
  return `${Math.floor(ms) / 1000} s`;
}
