import { findDraft, letGoOfStorage, takeUpStorage } from "@/app/(study)/_sending/keep";
import { send, sendLeftovers, sendWhileLeaving } from "@/app/(study)/_sending/outbox";
import {
  ask,
  askUntilAnswered,
  type Call,
  type OnWaiting,
  ServerRejection,
} from "@/app/(study)/_sending/server";
import type { Calls, StepName } from "@/lib/study/participant-calls";
import type { TrialRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import {
  firstSnapshot,
  type ParticipantNotice,
  type Sending,
  type Snapshot,
  type Walk,
} from "./walk";

const HEARTBEAT_MS = 15_000;

/** The trial shown, or null on other pages. */
export function trialOf(view: ParticipantView | null): string | null {
  return view && "trial" in view ? view.trial : null;
}

function hasSession(view: ParticipantView | null): boolean {
  return view !== null && "resumeLink" in view;
}

/**
 * One participant's walk through the study, as this browser sees it. The server's "where am I"
 * answer is the only source of truth: every action ends in such an answer, which is then shown.
 */
export class Participation implements Walk {
  private snapshot: Snapshot;
  private readonly listeners = new Set<() => void>();
  /** Grows with every answer shown: an answer that was asked for earlier is then out of date. */
  private age = 0;
  private channel: BroadcastChannel | null = null;
  private foundDraft: () => void = () => undefined;
  /** Settled once it is known whether a reload interrupted the trial that came with the page. */
  readonly restored = new Promise<void>((resolve) => {
    this.foundDraft = resolve;
  });

  /**
   * @param slug the study
   * @param first the answer that came with the page, if the server had one
   * @param query search part of the page's address: recruitment parameters and language
   */
  constructor(
    private readonly slug: string,
    first: ParticipantView | null,
    private readonly query: string,
  ) {
    this.snapshot = { ...firstSnapshot(first), restoring: trialOf(first) !== null };
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** For `useSyncExternalStore`. */
  readonly current = (): Snapshot => this.snapshot;

  private change(part: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...part };
    for (const listener of this.listeners) listener();
  }

  private readonly waiting: OnWaiting = (tries, obstacle) => {
    this.change({
      failures: tries,
      obstacle,
      ...(tries > 1 || obstacle === "busy" ? { sending: "waiting" } : {}),
    });
  };

  /**
   * Begins: sends what an earlier page left, asks where the participant is, and listens to other
   * tabs, to the page being left, and to the server.
   * @returns ends all of it
   */
  begin(): () => void {
    const leaving = () => {
      sendWhileLeaving(this.slug);
      letGoOfStorage();
    };
    const back = () => {
      takeUpStorage();
      seen();
    };
    const seen = () => document.visibilityState === "visible" && void this.refresh();
    const beat = setInterval(() => void this.heartbeat(), HEARTBEAT_MS);
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`study ${this.slug}`) : null;
    this.channel?.addEventListener("message", () => void this.refresh());
    window.addEventListener("pagehide", leaving);
    window.addEventListener("pageshow", back);
    document.addEventListener("visibilitychange", seen);
    void this.open();
    return () => {
      clearInterval(beat);
      this.channel?.close();
      window.removeEventListener("pagehide", leaving);
      window.removeEventListener("pageshow", back);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  private async open(): Promise<void> {
    const { view } = this.snapshot;
    const trial = trialOf(view);
    // What was chosen before a reload comes back at once, before anything can be clicked.
    const draft = trial === null ? null : await findDraft(this.slug, trial);
    const still = trialOf(this.snapshot.view) === trial;
    this.change({ restoring: false, ...(still ? { draft } : {}) });
    this.foundDraft();
    const sent = await sendLeftovers(this.slug, this.waiting);
    if (sent > 0 || view === null) await this.refresh();
  }

  /** Asks where the participant is; a page that is already shown stays as it is. */
  async refresh(): Promise<void> {
    if (this.snapshot.busy) return;
    const age = this.age;
    const view = await this.guarded(() => askUntilAnswered(this.where(), this.waiting));
    const settled = { failures: 0, sending: this.settled() };
    if (!view || age !== this.age) return;
    if (this.isShown(view) && view.page !== "pause") this.change(settled);
    else await this.show(view, settled);
  }

  private isShown(view: ParticipantView): boolean {
    const shown = this.snapshot.view;
    return view.page === shown?.page && trialOf(view) === trialOf(shown);
  }

  private settled(): Sending {
    return this.snapshot.sending === "waiting" ? "idle" : this.snapshot.sending;
  }

  private where(): Call<"where"> {
    return { slug: this.slug, name: "where", query: this.query };
  }

  private async show(view: ParticipantView, also: Partial<Snapshot> = {}): Promise<void> {
    this.age++;
    const trial = trialOf(view);
    const found = trial === null ? null : await findDraft(this.slug, trial);
    // A trial that is on the screen keeps what it began with: a player at work is not replaced.
    const draft = this.isShown(view) ? this.snapshot.draft : found;
    this.change({ view, draft, failures: 0, broken: false, ...also });
  }

  /**
   * Does one thing (start, consent, sound, …) and shows the page that follows. While it is under
   * way another one is ignored, so that a double click does it once.
   */
  async act<Name extends StepName>(
    name: Name,
    body: Calls[Name]["body"],
  ): Promise<ParticipantView | null> {
    if (this.snapshot.busy) return null;
    this.change({ busy: true, notice: null, sending: "idle" });
    try {
      const call = { slug: this.slug, name, body } as Call<StepName>;
      const view = await this.guarded(() => askUntilAnswered<StepName>(call, this.waiting));
      if (view) await this.arrived(view, { sending: "idle" });
      return view;
    } finally {
      this.change({ busy: false });
    }
  }

  /** Sends a trial's ratings and goes on once they are stored. */
  async rate(body: TrialRequest): Promise<void> {
    if (this.snapshot.busy) return;
    this.change({ busy: true, notice: null, sending: "saving" });
    try {
      const answer = await this.guarded(() => send(this.slug, body, this.waiting));
      if (!answer) return;
      const conflict = answer.status === "conflict";
      const notice: ParticipantNotice | null = conflict ? { kind: "other tab" } : null;
      await this.arrived(answer.view, { sending: "saved", notice });
    } finally {
      this.change({ busy: false });
    }
  }

  private async arrived(view: ParticipantView, also: Partial<Snapshot>): Promise<void> {
    await this.show(view, also);
    this.channel?.postMessage(view.page);
  }

  /** Runs a request; a refusal becomes a notice, and the server is asked where we are. */
  private async guarded<T>(request: () => Promise<T>): Promise<T | null> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof ServerRejection) await this.refused(error);
      else this.change({ broken: true });
      return null;
    }
  }

  private async refused(error: ServerRejection): Promise<void> {
    const notice: ParticipantNotice =
      error.reason === "not heard yet" ? { kind: "not heard" } : { kind: "refused" };
    const view = await ask(this.where()).catch(() => null);
    const moved = view && trialOf(view) !== trialOf(this.snapshot.view);
    if (view) await this.show(view);
    this.change({ sending: "idle", failures: 0, notice: moved ? null : notice });
  }

  private async heartbeat(): Promise<void> {
    const { view, busy } = this.snapshot;
    if (!hasSession(view) || busy || !view || document.visibilityState !== "visible") return;
    const call: Call<"heartbeat"> = {
      slug: this.slug,
      name: "heartbeat",
      body: { page: view.page },
    };
    const answer = await ask(call).catch(() => null);
    if (answer === null || this.snapshot.view !== view) return;
    if (answer.page !== view.page || answer.trial !== trialOf(view)) await this.refresh();
  }

  /** Says something beside the content, or takes it away. */
  notify(notice: ParticipantNotice | null): void {
    this.change({ notice });
  }
}
