import { heardCoverage } from "@/lib/study/listening-receipt";
import type { Receipt } from "@/lib/study/participant-requests";
import { joined, type PlayedRange } from "./coverage";

/** What was heard so far, as plain data that survives a reload. */
export interface SavedListening {
  elapsedMs: number;
  firstPlayMs: number | null;
  endMs: number | null;
  plays: number;
  pauses: number;
  ranges: PlayedRange[];
  hiddenMs: number;
  ratedAtMs: Record<string, number>;
  loadFailures: number;
}

const NOTHING: SavedListening = {
  elapsedMs: 0,
  firstPlayMs: null,
  endMs: null,
  plays: 0,
  pauses: 0,
  ranges: [],
  hiddenMs: 0,
  ratedAtMs: {},
  loadFailures: 0,
};

// Plain numbers and texts, copied in the way that the oldest browsers know too.
function copyOf(listening: SavedListening): SavedListening {
  return JSON.parse(JSON.stringify(listening)) as SavedListening;
}

/** Keeps the listening receipt of one trial. All times are of the page's monotonic clock. */
export class Listening {
  private readonly kept: SavedListening;
  private readonly shownAt: number;
  private hiddenSince: number | null = null;

  /**
   * @param clock the monotonic clock, in milliseconds
   * @param earlier what an earlier load of the same page had noted
   */
  constructor(
    private readonly clock: () => number,
    earlier: SavedListening | null,
  ) {
    this.kept = copyOf(earlier ?? NOTHING);
    this.shownAt = clock() - this.kept.elapsedMs;
  }

  private now(): number {
    return this.clock() - this.shownAt;
  }

  /** Playing begins: from the start it counts as one more play. */
  began(fromMs: number): void {
    this.kept.firstPlayMs ??= this.now();
    if (fromMs === 0) this.kept.plays++;
  }

  /** A stretch of the clip was heard. */
  heard(fromMs: number, toMs: number): void {
    this.kept.ranges = joined([...this.kept.ranges, [fromMs, Math.max(fromMs, toMs)]]);
  }

  /** Playing was stopped before the end. */
  paused(): void {
    this.kept.pauses++;
  }

  /** The clip reached its end. */
  ended(): void {
    this.kept.endMs ??= this.now();
  }

  /** A try to load the clip failed. */
  failed(): void {
    this.kept.loadFailures++;
  }

  /** The page was hidden (another tab, a locked screen) or is seen again. */
  visible(seen: boolean): void {
    if (!seen) this.hiddenSince ??= this.now();
    else if (this.hiddenSince !== null) {
      this.kept.hiddenMs += this.now() - this.hiddenSince;
      this.hiddenSince = null;
    }
  }

  /** A point was chosen on a dimension; the last choice counts. */
  rated(dimension: string): void {
    this.kept.ratedAtMs[dimension] = this.now();
  }

  /** Times that the clip was played from its start. */
  get plays(): number {
    return this.kept.plays;
  }

  /** Share of the clip heard so far, with a stretch that is being played. */
  share(durationMs: number, playing: PlayedRange | null = null): number {
    return heardCoverage(playing ? [...this.kept.ranges, playing] : this.kept.ranges, durationMs);
  }

  /** Plain data for a reload. */
  save(): SavedListening {
    const hidden = this.hiddenSince === null ? 0 : this.now() - this.hiddenSince;
    const { hiddenMs } = this.kept;
    return copyOf({ ...this.kept, elapsedMs: this.now(), hiddenMs: hiddenMs + hidden });
  }

  /** The receipt that goes with the ratings. */
  receipt(sampleRate: number | null): Receipt {
    const { endMs, ratedAtMs, ranges, ...rest } = this.save();
    const since = endMs ?? rest.firstPlayMs ?? 0;
    const rated = Object.entries(ratedAtMs).map(([id, at]) => [id, Math.round(at - since)]);
    return {
      ...rest,
      seeks: 0,
      ranges: ranges.map(([from, to]) => [Math.floor(from), Math.ceil(to)]),
      ratedMs: Object.fromEntries(rated),
      sampleRate,
    };
  }
}
