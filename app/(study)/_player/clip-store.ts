import { waitBefore, waitOrOnline } from "@/app/(study)/_sending/back-off";
import { pageAnswers } from "@/app/(study)/_sending/server";
import { silenceLimit } from "@/app/(study)/_sending/silence-limit";

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

/** A clip may come as slowly as it likes, as long as something comes. */
const SILENCE_MS = 20_000;
/** Tries without any answer after which the page itself is asked for. */
const ASK_PAGE_AFTER = 5;
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

/** "offline" = nothing answered; "no sound" = an answer of something else; a number = its status. */
type Problem = "offline" | "no sound" | number;

async function attempt(url: string, signal: AbortSignal): Promise<ArrayBuffer | Problem> {
  const limit = silenceLimit(SILENCE_MS, signal);
  try {
    const response = await fetch(url, { signal: limit.signal });
    if (!response.ok) return response.status;
    if (!(response.headers.get("content-type") ?? "").startsWith("audio/")) return "no sound";
    return keep(url, await bytesAsTheyCome(response, limit.heard));
  } catch {
    if (signal.aborted) throw signal.reason;
    return "offline";
  } finally {
    limit.end();
  }
}

/** An answer's bytes. @param heard told whenever some have come */
async function bytesAsTheyCome(response: Response, heard: () => void): Promise<ArrayBuffer> {
  const reader = response.body?.getReader();
  if (!reader) return response.arrayBuffer();
  const parts: BlobPart[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts).arrayBuffer();
    heard();
    parts.push(value as Uint8Array<ArrayBuffer>);
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
    const offline = result === "offline";
    if (!offline) errors++;
    onTrouble({ tries, offline });
    if (errors >= CLIP_TRIES) throw new ClipFailed(`${toldProblem(result)} after ${tries} tries`);
    // What keeps clips away but not pages is a blocker or a filter: waiting would not end.
    if (offline && tries >= ASK_PAGE_AFTER && (await pageAnswers())) {
      throw new ClipFailed(`blocked in this browser or network, after ${tries} tries`);
    }
    await waitOrOnline(waitBefore(tries));
    if (signal.aborted) throw signal.reason;
  }
}

function toldProblem(problem: Problem): string {
  return typeof problem === "number" ? `status ${problem}` : problem;
}

/** Loads a clip ahead of its turn; trouble is left to the turn itself. */
export async function preloadClip(url: string): Promise<ArrayBuffer | null> {
  const result = bytesOf.get(url) ?? (await attempt(url, new AbortController().signal));
  return result instanceof ArrayBuffer ? result : null;
}
