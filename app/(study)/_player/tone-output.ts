// From their own files: the package's index brings every instrument and effect along, which is
// nearly twice the script that a cold trial waits for. The second line gives the context its way out.
import { getContext, start } from "tone/build/esm/core/Global.js";
import "tone/build/esm/core/context/Destination.js";
import { ToneAudioBuffer } from "tone/build/esm/core/context/ToneAudioBuffer.js";
import { Player } from "tone/build/esm/source/buffer/Player.js";
import type { Output, Stop } from "./output";

const UNLOCK_WAIT_MS = 3000;
const DECODED_KEPT = 3;

function afterwards<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));
}

/** Plays clips with Tone.js. */
class ToneOutput implements Output {
  private readonly player = new Player().toDestination();
  private readonly decoded = new Map<string, AudioBuffer>();
  private playing: { startedAt: number; fromMs: number; lengthMs: number } | null = null;
  private onStop: ((reason: Stop) => void) | null = null;

  constructor() {
    this.player.onstop = () => this.sourceStopped();
    getContext().on("statechange", () => {
      if (getContext().state !== "running") this.finish("interrupted");
    });
  }

  get sampleRate(): number {
    return getContext().sampleRate;
  }

  get unlocked(): boolean {
    return getContext().state === "running";
  }

  async unlock(): Promise<boolean> {
    const started = start().then(
      () => true,
      () => false,
    );
    await Promise.race([started, afterwards(UNLOCK_WAIT_MS, false)]);
    return this.unlocked;
  }

  async prepare(url: string, bytes: ArrayBuffer): Promise<void> {
    if (this.decoded.has(url)) return;
    // Decoding takes the bytes away from whoever holds them: it gets a copy.
    const buffer = await getContext().decodeAudioData(bytes.slice(0));
    this.decoded.set(url, buffer);
    const oldest = this.decoded.keys().next().value;
    if (this.decoded.size > DECODED_KEPT && oldest !== undefined) this.decoded.delete(oldest);
  }

  play(url: string, fromMs: number, onStop: (reason: Stop) => void): void {
    const buffer = this.decoded.get(url);
    if (!buffer) throw new Error("expected a prepared clip");
    // Whose sound makes room for this one is told, while its position still stands.
    if (this.playing) this.finish("interrupted");
    this.player.buffer = new ToneAudioBuffer(buffer);
    const startedAt = getContext().immediate();
    this.player.start(startedAt, fromMs / 1000);
    this.playing = { startedAt, fromMs, lengthMs: buffer.duration * 1000 };
    this.onStop = onStop;
  }

  stop(): void {
    this.onStop = null;
    this.playing = null;
    if (this.player.state === "started") this.player.stop(getContext().immediate());
  }

  position(): number {
    if (!this.playing) return 0;
    const { startedAt, fromMs, lengthMs } = this.playing;
    return Math.min(lengthMs, fromMs + (getContext().immediate() - startedAt) * 1000);
  }

  // A source that was stopped to make room for the next one reports late: the position tells.
  private sourceStopped(): void {
    if (this.playing && this.position() >= this.playing.lengthMs - 60) this.finish("ended");
  }

  private finish(reason: Stop): void {
    const { onStop } = this;
    onStop?.(reason);
    if (this.onStop === onStop) this.stop();
  }
}

/** An output that plays by Tone.js and Web Audio. */
export function toneOutput(): Output {
  return new ToneOutput();
}
