import { eq, inArray, sql } from "drizzle-orm";
import { signInFailures } from "@/db/schema/staff";
import { database } from "@/lib/services/database";
import { sha256Hex } from "@/lib/shared/canonical-json";

/** Wrong passwords that are free; each further one doubles the wait. */
export const FREE_FAILURES = 5;
/** The longest wait in seconds. */
const LONGEST_WAIT = 300;
/** After this long without a wrong password the count begins anew. */
const FORGET_MS = 60 * 60 * 1000;

/** Whose wrong passwords are counted: the account asked for, and the caller's address where it is known. */
export interface SignInAttempt {
  email: string;
  address: string | null;
}

/**
 * Seconds to wait after so many wrong passwords in a row: nothing for the first four, then
 * 5, 10, 20 … seconds after the fifth, up to five minutes.
 */
export function waitSeconds(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_WAIT, 5 * 2 ** (failures - FREE_FAILURES));
}

/** Seconds that this attempt still has to wait; 0 means that it may be tried now. */
export async function secondsToWait(attempt: SignInAttempt, now = new Date()): Promise<number> {
  const db = await database();
  const rows = await db
    .select()
    .from(signInFailures)
    .where(inArray(signInFailures.key, keysOf(attempt)));
  const waits = rows.map((row) => {
    const since = now.getTime() - row.lastFailedAt.getTime();
    return since > FORGET_MS ? 0 : waitSeconds(row.count) - since / 1000;
  });
  return Math.max(0, Math.ceil(Math.max(0, ...waits)));
}

/** Counts a wrong password, for the account and for the address. */
export async function countFailure(attempt: SignInAttempt, now = new Date()): Promise<void> {
  const db = await database();
  const forgotten = new Date(now.getTime() - FORGET_MS);
  for (const key of keysOf(attempt)) {
    await db
      .insert(signInFailures)
      .values({ key, count: 1, lastFailedAt: now })
      .onConflictDoUpdate({
        target: signInFailures.key,
        set: {
          count: sql`case when ${signInFailures.lastFailedAt} < ${forgotten.toISOString()}::timestamptz then 1 else ${signInFailures.count} + 1 end`,
          lastFailedAt: now,
        },
      });
  }
}

/** Forgets an account's wrong passwords after a right one; those of the address stay. */
export async function forgetFailures(email: string): Promise<void> {
  const db = await database();
  await db.delete(signInFailures).where(eq(signInFailures.key, accountKey(email)));
}

function keysOf({ email, address }: SignInAttempt): string[] {
  return [accountKey(email), ...(address === null ? [] : [`address:${address}`])];
}

function accountKey(email: string): string {
  return `account:${sha256Hex(email.trim().toLowerCase())}`;
}
