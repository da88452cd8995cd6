import { waitBefore, waitOrOnline } from "@/app/(study)/_sending/back-off";

/** Tries at a clip that the server answers with an error, before it counts as failed. */
export const CLIP_TRIES = 5;

/** A clip could not be loaded although the server can be reached. */
export class ClipFailed extends Error {
  override readonly name = "ClipFailed";
}

/** What goes wrong while a clip loads. */
export interface Trouble {
  tries: number;
  /** True when nothing answers at all: then it is the connection, not the clip. */
  offline: boolean;
}

const TIME_OUT_MS = 30_000;
const KEPT = 3;
const bytesOf = new Map<string, ArrayBuffer>();

function keep(url: string, bytes: ArrayBuffer): ArrayBuffer {
  bytesOf.set(url, bytes);
  const oldest = bytesOf.keys().next().value;
  if (bytesOf.size > KEPT && oldest !== undefined) bytesOf.delete(oldest);
  return bytes;
}

/** Lets go of a clip's bytes. */
export function forgetClip(url: string): void {
  bytesOf.delete(url);
}

/** "offline" = nothing answered; a number = the status of an answer that is not the clip. */
type Problem = "offline" | number;

async function attempt(url: string, signal: AbortSignal): Promise<ArrayBuffer | Problem> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, TIME_OUT_MS);
  signal.addEventListener("abort", stop);
  try {
    const response = await fetch(url, { signal: limit.signal });
    return response.ok ? keep(url, await response.arrayBuffer()) : response.status;
  } catch {
    signal.throwIfAborted();
    return "offline";
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/**
 * Loads a clip's bytes, trying again with back-off. Without a connection it waits as long as that
 * takes; an answer that is an error counts, and `CLIP_TRIES` of them in all are the end.
 * @throws ClipFailed, or the signal's reason when the page no longer wants the clip
 */
export async function loadClip(
  url: string,
  onTrouble: (trouble: Trouble) => void,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  let errors = 0;
  for (let tries = 1; ; tries++) {
    const result = bytesOf.get(url) ?? (await attempt(url, signal));
    if (result instanceof ArrayBuffer) return result;
    if (result !== "offline") errors++;
    onTrouble({ tries, offline: result === "offline" });
    if (errors >= CLIP_TRIES) throw new ClipFailed(`status ${result} after ${tries} tries`);
    await waitOrOnline(waitBefore(tries));
    signal.throwIfAborted();
  }
}

/** Loads a clip ahead of its turn; trouble is left to the turn itself. */
export async function preloadClip(url: string): Promise<ArrayBuffer | null> {
  const result = bytesOf.get(url) ?? (await attempt(url, new AbortController().signal));
  return result instanceof ArrayBuffer ? result : null;
}
