import { Participation, type Snapshot } from "@/app/(study)/_flow/participation";
import type { ParticipantView } from "@/lib/study/participant-view";

/**
 * A walk through prepared pages that asks and tells the server nothing: whatever is done leads to the
 * next page, and the last one stays.
 */
export class PreviewParticipation extends Participation {
  private at: number;
  private shown: Snapshot;
  private readonly watchers = new Set<() => void>();
  override readonly restored = Promise.resolve();

  /**
   * @param views the pages in the order of the walk
   * @param first where it begins
   */
  constructor(
    slug: string,
    private readonly views: readonly ParticipantView[],
    first: number,
  ) {
    super(slug, views[first] ?? null, "");
    this.at = first;
    this.shown = {
      view: views[first] ?? null,
      draft: null,
      restoring: false,
      sending: "idle",
      notice: null,
      busy: false,
      failures: 0,
      broken: false,
    };
  }

  override readonly subscribe = (listener: () => void): (() => void) => {
    this.watchers.add(listener);
    return () => this.watchers.delete(listener);
  };

  override readonly current = (): Snapshot => this.shown;

  override begin(): () => void {
    return () => {};
  }

  override async refresh(): Promise<void> {}

  override async act(name: string): Promise<ParticipantView | null> {
    // Another language is another address of this page, which is loaded then.
    if (name !== "language") this.goOn();
    return this.shown.view;
  }

  override async rate(): Promise<void> {
    this.goOn();
  }

  override notify(): void {}

  private goOn(): void {
    this.at = Math.min(this.at + 1, this.views.length - 1);
    this.shown = { ...this.shown, view: this.views[this.at] ?? null };
    for (const watcher of this.watchers) watcher();
  }
}
