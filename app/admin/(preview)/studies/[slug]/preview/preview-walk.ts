import { firstSnapshot, type Snapshot, type Walk } from "@/app/(study)/_flow/walk";
import type { ParticipantView } from "@/lib/study/participant-view";

/**
 * A walk through prepared pages that asks and tells the server nothing: whatever is done leads to the
 * next page, and the last one stays.
 */
export class PreviewWalk implements Walk {
  readonly restored = Promise.resolve();
  private snapshot: Snapshot;
  private readonly listeners = new Set<() => void>();

  /**
   * @param views the pages in the order of the walk
   * @param at where it begins
   */
  constructor(
    private readonly views: readonly ParticipantView[],
    private at: number,
  ) {
    this.snapshot = firstSnapshot(views[at] ?? null);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): Snapshot => this.snapshot;

  async refresh(): Promise<void> {}

  async act(name: string): Promise<ParticipantView | null> {
    // Another language is another address of this page, which is loaded then.
    if (name !== "language") this.goOn();
    return this.snapshot.view;
  }

  async rate(): Promise<void> {
    this.goOn();
  }

  notify(): void {}

  private goOn(): void {
    this.at = Math.min(this.at + 1, this.views.length - 1);
    this.snapshot = firstSnapshot(this.views[this.at] ?? null);
    for (const listener of this.listeners) listener();
  }
}
