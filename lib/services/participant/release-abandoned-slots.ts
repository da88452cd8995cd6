import { eq, inArray } from "drizzle-orm";
import { sessionEvents, sessions } from "@/db/schema/sessions";
import { studies } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import {
  type HoldingSession,
  lockSilentSessions,
  returnSlot,
} from "@/lib/services/participant/slot-claims";
import { newestVersion } from "@/lib/services/participant/study-context";
import type { StudyRow } from "@/lib/services/studies/find-study";

/**
 * Returns the slots of sessions that have been silent for longer than their study allows.
 * @param now the moment; by default the server's clock. Sessions that run by a declared clock are
 *   judged by it too, so simulations give theirs
 * @param slug one study only
 * @returns the number of slots returned
 */
export async function releaseAbandonedSlots(now = new Date(), slug?: string): Promise<number> {
  const db = await database();
  const all = await db
    .select()
    .from(studies)
    .where(slug ? eq(studies.slug, slug) : inArray(studies.status, ["open", "paused", "closed"]));
  let returned = 0;
  for (const study of all.filter((candidate) => candidate.launchedAt)) {
    returned += await db.transaction((tx) => releaseIn(tx, study, now));
  }
  return returned;
}

async function releaseIn(tx: Database, study: StudyRow, now: Date): Promise<number> {
  const { configuration } = await newestVersion(tx, study);
  const since = new Date(now.getTime() - configuration.abandonAfterMinutes * 60_000);
  const silent = await lockSilentSessions(tx, study.id, since);
  let returned = 0;
  for (const session of silent) {
    if (await abandon(tx, session, now)) returned++;
  }
  return returned;
}

async function abandon(tx: Database, session: HoldingSession, now: Date): Promise<boolean> {
  await tx
    .update(sessions)
    .set({ status: "abandoned", endedAt: now })
    .where(eq(sessions.id, session.id));
  await tx
    .insert(sessionEvents)
    .values({ sessionId: session.id, kind: "abandoned", happenedAt: now });
  return returnSlot(tx, session, "timed out", now);
}
