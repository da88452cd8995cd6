import { ClipFailed, forgetClip, loadClip, preloadClip, type Trouble } from "./clip-store";
import type { Listening } from "./listening";
import { fallBackToElement, getOutput, type Output, type Stop } from "./output";

/** What the play button shows. */
export type PlayerState =
  | { status: "loading"; trouble: Trouble | null }
  | { status: "ready" }
  | { status: "playing" }
  | { status: "paused"; interrupted: boolean }
  | { status: "ended" }
  | { status: "failed"; detail: string }
  | { status: "silent" };

/** What the player is asked to play. */
export interface PlayableClip {
  url: string;
  durationMs: number;
}

/** Plays one piece and keeps its listening receipt. */
export class ClipPlayer {
  private state: PlayerState = { status: "loading", trouble: null };
  private readonly listeners = new Set<() => void>();
  private readonly gone = new AbortController();
  private output: Output | null = null;
  /** Where the stretch that plays now began, or null. */
  private from: number | null = null;
  /** Where to go on after a pause. */
  private resumeAt = 0;
  private unlocking = false;

  constructor(
    readonly piece: PlayableClip,
    readonly listening: Listening | null,
    private readonly onHeard: () => void = () => undefined,
  ) {}

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** For `useSyncExternalStore`. */
  readonly current = (): PlayerState => this.state;

  private change(state: PlayerState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  /**
   * Loads and decodes the piece.
   * @param autoplay plays at once, if an earlier click has unlocked the sound
   * @param after what must have happened before anything can be played
   */
  async load(autoplay: boolean, after?: Promise<unknown>): Promise<void> {
    this.change({ status: "loading", trouble: null });
    try {
      const [output, bytes] = await Promise.all([
        getOutput(),
        loadClip(this.piece.url, this.trouble, this.gone.signal),
      ]);
      await Promise.all([output.prepare(this.piece.url, bytes), after]);
      if (this.left) return;
      this.output = output;
      this.change({ status: "ready" });
      if (autoplay && output.unlocked) this.start(0);
    } catch (error) {
      this.loadingFailed(error);
    }
  }

  private readonly trouble = (trouble: Trouble): void => {
    if (!trouble.offline) this.listening?.failed();
    this.change({ status: "loading", trouble });
  };

  private loadingFailed(error: unknown): void {
    if (this.gone.signal.aborted) return;
    // What could not be decoded is fetched anew the next time.
    forgetClip(this.piece.url);
    const known = error instanceof ClipFailed;
    const detail = known ? error.message : `no output or not decoded: ${String(error)}`;
    this.change({ status: "failed", detail: detail.slice(0, 200) });
  }

  /** The one button: plays, pauses, goes on, plays or loads again. Call it inside the click. */
  async toggle(): Promise<void> {
    if (this.state.status === "failed") return this.load(false);
    if (this.state.status === "playing") return this.pause();
    const waiting = ["ready", "paused", "ended", "silent"].includes(this.state.status);
    if (!waiting || !this.output) return;
    // Unlocking may take a while: a second click meanwhile is the same wish.
    if (this.unlocking) return;
    this.unlocking = true;
    const unlocked = await this.output.unlock().finally(() => {
      this.unlocking = false;
    });
    if (this.left) return;
    if (unlocked) this.start(this.state.status === "paused" ? this.resumeAt : 0);
    else await this.tryElement();
  }

  private async tryElement(): Promise<void> {
    try {
      const bytes = await loadClip(this.piece.url, this.trouble, this.gone.signal);
      this.output = await fallBackToElement();
      await this.output.prepare(this.piece.url, bytes);
      this.start(0);
    } catch {
      this.change({ status: "silent" });
    }
  }

  private start(fromMs: number): void {
    this.from = fromMs;
    this.listening?.began(fromMs);
    this.output?.play(this.piece.url, fromMs, (reason) => this.stopped(reason));
    this.change({ status: "playing" });
  }

  private pause(): void {
    this.note();
    this.output?.stop();
    this.listening?.paused();
    this.change({ status: "paused", interrupted: false });
  }

  private stopped(reason: Stop): void {
    if (reason === "ended") {
      if (this.from !== null) this.listening?.heard(this.from, this.piece.durationMs);
      this.from = null;
      this.listening?.ended();
      this.change({ status: "ended" });
      this.onHeard();
      return;
    }
    this.note();
    this.listening?.paused();
    if (reason === "silent") this.change({ status: "silent" });
    else this.change({ status: "paused", interrupted: true });
  }

  // Notes the stretch that played until now.
  private note(): void {
    if (this.from === null) return;
    this.resumeAt = this.position();
    this.listening?.heard(this.from, this.resumeAt);
    this.from = null;
    this.onHeard();
  }

  /** Where the piece is now, in milliseconds. */
  position(): number {
    const { status } = this.state;
    if (status === "playing") return Math.min(this.piece.durationMs, this.output?.position() ?? 0);
    if (status === "ended") return this.piece.durationMs;
    return status === "paused" ? this.resumeAt : 0;
  }

  /** Share (0..1) of the piece heard so far. */
  share(): number {
    const playing = this.from === null ? null : ([this.from, this.position()] as const);
    return this.listening?.share(this.piece.durationMs, playing) ?? 0;
  }

  /** Output sample rate in hertz, where it is known. */
  get sampleRate(): number | null {
    return this.output?.sampleRate ?? null;
  }

  /** Notes what plays now, for a draft that is kept while playing. */
  noteNow(): void {
    if (this.from === null) return;
    const at = this.position();
    this.listening?.heard(this.from, at);
    this.from = at;
  }

  /** Whether it was let go of. */
  get left(): boolean {
    return this.gone.signal.aborted;
  }

  /** Stops and lets go of everything. */
  leave(): void {
    // What plays may be another player's by now.
    if (this.from !== null) this.output?.stop();
    this.note();
    this.gone.abort(new Error("the page was left"));
  }
}

/** Loads and decodes a later piece while this one is rated. */
export async function prepareAhead(url: string): Promise<void> {
  const [output, bytes] = await Promise.all([getOutput(), preloadClip(url)]);
  // Bytes that are no sound fail when their turn comes, where it can be shown.
  if (bytes) await output.prepare(url, bytes).catch(() => undefined);
}
