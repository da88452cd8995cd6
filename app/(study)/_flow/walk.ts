import type { Draft } from "@/app/(study)/_sending/keep";
import type { Obstacle } from "@/app/(study)/_sending/server";
import type { Calls, StepName } from "@/lib/study/participant-calls";
import type { TrialRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";

/** Whether what was given has arrived. */
export type Sending = "idle" | "saving" | "saved" | "waiting";

/** A short message beside the content. */
export type ParticipantNotice =
  | { kind: "refused" }
  | { kind: "not heard" }
  | { kind: "other tab" }
  | { kind: "back" };

/** Everything that the flow shows. */
export interface Snapshot {
  view: ParticipantView | null;
  /** What was chosen before a reload of this trial's page. */
  draft: Draft | null;
  /** That is still being looked for. */
  restoring: boolean;
  sending: Sending;
  notice: ParticipantNotice | null;
  /** A request that changes the page is under way. */
  busy: boolean;
  /** Tries that failed since the last answer. */
  failures: number;
  /** What stood in their way. */
  obstacle: Obstacle;
  /** Something unexpected that only a reload can mend. */
  broken: boolean;
}

/** The snapshot of a walk that shows its first page. */
export function firstSnapshot(view: ParticipantView | null): Snapshot {
  return {
    view,
    draft: null,
    restoring: false,
    sending: "idle",
    notice: null,
    busy: false,
    failures: 0,
    obstacle: "no answer",
    broken: false,
  };
}

/** A walk through a study's pages, as the pages see it: what is shown now, and what may be done. */
export interface Walk {
  /** For `useSyncExternalStore`. */
  readonly subscribe: (listener: () => void) => () => void;
  /** For `useSyncExternalStore`. */
  readonly current: () => Snapshot;
  /** Settled once it is known whether a reload interrupted the trial that came with the page. */
  readonly restored: Promise<void>;
  /** Asks where the participant is; a page that is already shown stays as it is. */
  refresh(): Promise<void>;
  /**
   * Does one thing (start, consent, sound, …) and shows the page that follows.
   * @returns that page; null where nothing was done
   */
  act<Name extends StepName>(
    name: Name,
    body: Calls[Name]["body"],
  ): Promise<ParticipantView | null>;
  /** Sends a trial's ratings and goes on once they are stored. */
  rate(body: TrialRequest): Promise<void>;
  /** Says something beside the content, or takes it away. */
  notify(notice: ParticipantNotice | null): void;
}
