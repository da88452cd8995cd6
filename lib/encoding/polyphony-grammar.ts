import type { Grammar } from "@/lib/encoding/encoding";
import { pitchEvent, START, STEP_END } from "@/lib/encoding/polyphony-alphabet";

/** Above every pitch: a step begins. */
const NONE = 128;

/**
 * What can stand inside a piece, as the encoder writes it: in a step pitches fall, only what sounded
 * in the step before goes on, and the piece neither begins anew nor ends: an excerpt is asked for.
 */
export class PolyphonyGrammar implements Grammar {
  private sounding = new Set<number>();
  private now = new Set<number>();
  private lowest = NONE;

  /** @param before what has been written so far */
  constructor(before: ArrayLike<number>) {
    for (let i = 0; i < before.length; i++) this.take(before[i]!);
  }

  allows(event: number): boolean {
    const named = pitchEvent(event);
    if (named) {
      return named.pitch < this.lowest && (!named.continued || this.sounding.has(named.pitch));
    }
    return event === STEP_END;
  }

  take(event: number): void {
    const named = pitchEvent(event);
    if (named) {
      this.now.add(named.pitch);
      this.lowest = named.pitch;
    } else if (event === STEP_END || event === START) {
      this.sounding = event === START ? new Set() : this.now;
      this.now = new Set();
      this.lowest = NONE;
    }
  }
}
