import { and, eq, isNull } from "drizzle-orm";
import { clipTokens } from "@/db/schema/trials";
import type { Database } from "@/lib/services/database";
import { newSecret } from "@/lib/shared/ids";
import type { ToneSpec } from "@/lib/study/screening";

/** What a clip's bytes come from: a stimulus of a set, or a sound computed on request. */
export type ClipSource = { setId: string; stimulusId: string } | { tone: ToneSpec };

/** The opaque address of a clip. */
export function clipUrl(token: string): string {
  return `/api/clips/${token}`;
}

/** The token of a session's clip outside its trials, made at the first call for a purpose. */
export async function tokenFor(
  tx: Database,
  sessionId: string,
  purpose: string,
  source: ClipSource,
): Promise<string> {
  const wanted = and(
    eq(clipTokens.sessionId, sessionId),
    eq(clipTokens.purpose, purpose),
    isNull(clipTokens.trialId),
  );
  const find = async () =>
    (await tx.select({ token: clipTokens.token }).from(clipTokens).where(wanted))[0];
  const known = await find();
  if (known) return known.token;
  // The session's row is locked: nobody else makes one for it meanwhile.
  const token = newSecret();
  await tx.insert(clipTokens).values({ token, sessionId, purpose, ...source });
  return token;
}
