/** Waits before the tries of a request, in milliseconds; the last one repeats. */
export const BACK_OFF_MS = [400, 800, 1600, 3200, 6400, 10_000] as const;

/**
 * How long to wait before another try.
 * @param tries tries made so far (1 or more)
 * @param random a number in [0, 1): spreads many browsers that lost the same server
 * @returns milliseconds, between 75 % and 125 % of the step
 */
export function waitBefore(tries: number, random: number = Math.random()): number {
  const step = BACK_OFF_MS[Math.min(tries, BACK_OFF_MS.length) - 1] ?? BACK_OFF_MS[0];
  return step * (0.75 + random / 2);
}

/** Waits, but no longer than until the browser says that it is online again. */
export function waitOrOnline(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
  });
}
