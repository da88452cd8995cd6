/** Time after going on in which a second Enter or click is taken for a slip, in milliseconds. */
export const SLIP_MS = 400;

/**
 * A gate that lets one call through and then none for a while.
 * @param clock the monotonic clock, in milliseconds
 */
export function onceIn(milliseconds: number, clock: () => number): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock() - last < milliseconds) return false;
    last = clock();
    return true;
  };
}
