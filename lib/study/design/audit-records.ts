import type { SlotStatus, TrialKind } from "@/lib/study/terms";

/** One presentation as it is stored. */
export interface StoredTrial {
  kind: TrialKind;
  position: number;
  block: number;
  stimulus: string;
  /** Position of the first presentation, on repeats. */
  repeatOf: number | null;
}

/** One session as it is stored. */
export interface StoredSession {
  id: string;
  slot: number;
  startLanguage: string;
  group: string | null;
  dimensionOrder: readonly string[];
  /** Complete and not excluded. */
  counts: boolean;
  trials: readonly StoredTrial[];
}

/** A claim, return or completion of a slot. */
export interface StoredSlotEvent {
  slot: number;
  kind: "claimed" | "returned" | "completed";
}

/** Everything that the design audit recomputes a study from. */
export interface StoredDesign {
  sessions: readonly StoredSession[];
  /** In the order in which they happened. */
  events: readonly StoredSlotEvent[];
  slots: readonly { number: number; status: SlotStatus; returned: boolean }[];
}
