/** Waits between the tries at a part, milliseconds. */
const TRY_AGAIN_MS = [300, 1000, 3000] as const;

/**
 * Makes something once and keeps it; a failure is tried again with back-off and never kept, so that
 * the next who asks begins anew. For parts of the page that are fetched late.
 * @param make throws or rejects where it fails
 * @param wait how to wait; replaced in tests
 */
export function onceMade<T>(
  make: () => Promise<T>,
  wait: (milliseconds: number) => Promise<void> = waited,
): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => {
    kept ??= persistent(make, wait).catch((error) => {
      kept = null;
      throw error;
    });
    return kept;
  };
}

async function persistent<T>(
  make: () => Promise<T>,
  wait: (ms: number) => Promise<void>,
): Promise<T> {
  for (const pause of TRY_AGAIN_MS) {
    try {
      return await make();
    } catch {
      await wait(pause);
    }
  }
  return make();
}

function waited(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
