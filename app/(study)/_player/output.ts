import { onceMade } from "./once-made";

/**
 * Why a clip no longer plays: it ended, something outside interrupted it, or the browser would not
 * play it at all.
 */
export type Stop = "ended" | "interrupted" | "silent";

/** Something that plays one clip at a time. All positions are milliseconds from the clip's start. */
export interface Output {
  /** Output sample rate in hertz, where it is known. */
  readonly sampleRate: number | null;
  /**
   * Must be called inside a click or key press: browsers keep sound locked until then.
   * @returns false when the sound stays locked
   */
  unlock(): Promise<boolean>;
  /** Whether sound may be played without another click. */
  readonly unlocked: boolean;
  /** Decodes a clip, ready to be played at once. @throws Error when the bytes are no sound */
  prepare(url: string, bytes: ArrayBuffer): Promise<void>;
  /** Plays a prepared clip. @param onStop called when it stops by itself */
  play(url: string, fromMs: number, onStop: (reason: Stop) => void): void;
  /** Stops; `onStop` is not called. */
  stop(): void;
  /** Where the clip is that plays now. */
  position(): number;
}

interface AudioSession {
  type: string;
}

function audioSession(): AudioSession | null {
  return (navigator as { audioSession?: AudioSession }).audioSession ?? null;
}

function isAppleTouch(): boolean {
  const touchMac = navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1;
  return touchMac || /iP(hone|ad|od)/.test(navigator.platform);
}

const element = onceMade(async () => (await import("./element-output")).elementOutput());
const tone = onceMade(async () => (await import("./tone-output")).toneOutput());

async function choose(): Promise<Output> {
  const session = audioSession();
  // The mute switch of an iPhone silences Web Audio unless the page says that it plays media.
  // Where that can't be said, an <audio> element is heard and Web Audio may not be.
  if (session) session.type = "playback";
  if (!session && isAppleTouch()) return element();
  return tone().catch(element);
}

let chosen = choose;

/**
 * The output of this page: made once, so that a click unlocks it for every later clip.
 * @throws Error where its part can't be fetched now; asked again, it is fetched again
 */
export function getOutput(): Promise<Output> {
  return chosen();
}

/**
 * Changes to the <audio> element where the first output stayed silent.
 * @throws Error where its part can't be fetched now: nothing has changed then
 */
export async function fallBackToElement(): Promise<Output> {
  const made = await element();
  chosen = element;
  return made;
}
