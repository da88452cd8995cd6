import type { PlayedKey } from "@/lib/compose/entry";

/** What is played while it listens; times come from the clock of the page. */
class Recorder {
  private firstBeat: number | null = null;
  private readonly down = new Map<number, number>();
  private keys: PlayedKey[] = [];

  /** @param firstBeat when the first beat falls, in milliseconds of `performance.now()` */
  start(firstBeat: number): void {
    this.firstBeat = firstBeat;
    this.keys = [];
    this.down.clear();
  }

  private now(): number {
    return (performance.now() - (this.firstBeat ?? 0)) / 1000;
  }

  /** @returns true while a recording runs: the key is taken */
  press(pitch: number): boolean {
    if (this.firstBeat === null) return false;
    this.release(pitch);
    this.down.set(pitch, this.now());
    return true;
  }

  release(pitch: number): void {
    const down = this.down.get(pitch);
    if (down === undefined) return;
    this.down.delete(pitch);
    this.keys.push({ pitch, down, up: this.now() });
  }

  /** Ends the recording; keys still down come up now. */
  stop(): PlayedKey[] {
    for (const pitch of [...this.down.keys()]) this.release(pitch);
    this.firstBeat = null;
    return this.keys;
  }
}

/** The one recorder of the page. */
export const recorder = new Recorder();
