import type { Output, Stop } from "./output";

/** The media type, told by the first letters: "RIFF" opens a WAV file, all else here is MP3. */
function soundType(bytes: ArrayBuffer): string {
  const opening = String.fromCharCode(...new Uint8Array(bytes.slice(0, 4)));
  return opening === "RIFF" ? "audio/wav" : "audio/mpeg";
}

/** Plays clips by an <audio> element: heard on an iPhone even with its mute switch on. */
class ElementOutput implements Output {
  private readonly element = new Audio();
  private readonly addresses = new Map<string, string>();
  private onStop: ((reason: Stop) => void) | null = null;
  readonly sampleRate = null;
  unlocked = false;

  constructor() {
    this.element.preload = "auto";
    this.element.addEventListener("ended", () => this.finish("ended"));
    this.element.addEventListener("pause", () => {
      if (!this.element.ended) this.finish("interrupted");
    });
  }

  async unlock(): Promise<boolean> {
    this.unlocked = true;
    return true;
  }

  async prepare(url: string, bytes: ArrayBuffer): Promise<void> {
    if (this.addresses.has(url)) return;
    this.addresses.set(url, URL.createObjectURL(new Blob([bytes], { type: soundType(bytes) })));
    const first = this.addresses.entries().next().value;
    if (this.addresses.size > 3 && first) {
      URL.revokeObjectURL(first[1]);
      this.addresses.delete(first[0]);
    }
  }

  play(url: string, fromMs: number, onStop: (reason: Stop) => void): void {
    const address = this.addresses.get(url);
    if (!address) throw new Error("expected a prepared clip");
    // Whose sound makes room for this one is told, while its position still stands.
    this.finish("interrupted");
    if (this.element.src !== address) this.element.src = address;
    this.element.currentTime = fromMs / 1000;
    this.onStop = onStop;
    this.element.play().catch((error: DOMException) => {
      // "AbortError" is a pause that came before the first sound; all else is a browser's no.
      this.finish(error.name === "AbortError" ? "interrupted" : "silent");
    });
  }

  stop(): void {
    this.onStop = null;
    this.element.pause();
  }

  position(): number {
    return this.element.currentTime * 1000;
  }

  private finish(reason: Stop): void {
    const { onStop } = this;
    this.onStop = null;
    onStop?.(reason);
  }
}

/** An output that plays by an <audio> element. */
export function elementOutput(): Output {
  return new ElementOutput();
}
