import { recall, remember } from "./browser-memory";

/** A new client key: 32 hexadecimal letters. Works without https too, where randomUUID is missing. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The key under which this browser starts a study: the same until an answer came, in every tab, so
 * that a double click or two tabs start one session.
 */
export function startKey(slug: string): string {
  const kept = recall(`start ${slug}`) ?? newKey();
  remember(`start ${slug}`, kept);
  return kept;
}

/** Forgets the start key once the session exists. */
export function forgetStartKey(slug: string): void {
  remember(`start ${slug}`, null);
}
