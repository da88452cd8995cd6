import "server-only";

/** A bucket of requests that fills again with time. */
interface Bucket {
  left: number;
  at: number;
}

/** Requests that may come at once, and how many come back in a second. */
export interface Rate {
  burst: number;
  perSecond: number;
}

const buckets = new Map<string, Bucket>();
const MOST_BUCKETS = 50_000;

/**
 * Whether one more request under this key is too many. Each server process counts by itself: this
 * keeps one broken page from taking the whole server, it is no guard against an attack.
 */
export function isTooMany(key: string, { burst, perSecond }: Rate, now = Date.now()): boolean {
  const known = buckets.get(key) ?? { left: burst, at: now };
  const left = Math.min(burst, known.left + ((now - known.at) / 1000) * perSecond);
  if (buckets.size >= MOST_BUCKETS) buckets.clear();
  buckets.set(key, { left: Math.max(0, left - 1), at: now });
  return left < 1;
}
