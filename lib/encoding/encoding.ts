import type { Note } from "@/lib/music/notes";

/** The two tasks of the paper. */
export const ENCODING_IDS = ["melody", "polyphony"] as const;
export type EncodingId = (typeof ENCODING_IDS)[number];

/** What a decoder had to mend to make music of a sequence of events. */
export interface Repairs {
  /** How often each rule was applied, by the rule's name. */
  counts: Record<string, number>;
  /** The share of steps (0..1) in which at least one rule was applied. */
  share: number;
}

/** Notes on exactly `steps` steps, with every repair counted. */
export interface Decoded {
  notes: Note[];
  repairs: Repairs;
  /** Steps that the events really held before cutting or padding with silence. */
  stepsFound: number;
}

/** Follows a sequence of events and knows which classes can stand next. */
export interface Grammar {
  allows(event: number): boolean;
  /** Goes on by one event. */
  take(event: number): void;
}

/** One event of the model's alphabet is a class index in 0..classes − 1. */
export interface Encoding {
  id: EncodingId;
  /** Size of the alphabet. */
  classes: number;
  /** Total: any sequence of classes gives exactly `steps` steps. */
  decode(events: ArrayLike<number>, steps: number): Decoded;
  /** Events that decode to the same notes; voices are ignored where the alphabet has none. */
  encode(notes: readonly Note[], steps: number): number[];
  /** The event at `index` moved by `semitones`, or undefined when it would leave the range. */
  transpose(event: number, semitones: number): number | undefined;
  /** What can stand next after these events; absent where every class can stand everywhere. */
  grammar?(before: ArrayLike<number>): Grammar;
  /** A short readable name of a class, for figures and tables. */
  className(event: number): string;
}

/** Counts repairs by rule and the steps they touch. */
export class RepairCounter {
  private readonly counts: Record<string, number> = {};
  private readonly touched = new Set<number>();

  note(rule: string, step: number): void {
    this.counts[rule] = (this.counts[rule] ?? 0) + 1;
    this.touched.add(step);
  }

  result(steps: number): Repairs {
    return { counts: this.counts, share: steps === 0 ? 0 : this.touched.size / steps };
  }
}
