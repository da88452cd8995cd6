import { and, eq, isNotNull } from "drizzle-orm";
import { sessionEvents, sessions } from "@/db/schema/sessions";
import { studies } from "@/db/schema/studies";
import { type Database, database, withTransaction } from "@/lib/services/database";
import type { StudyRow } from "@/lib/services/study/find-study";
import { newestVersion } from "@/lib/services/study/study-context";
import { type HoldingSession, lockSilentSessions, returnSlot } from "./slot-claims";

/** Which sessions are judged, and by which clock. */
export interface ReleaseOptions {
  /** The moment by the server's clock. */
  now?: Date;
  /** The moment by the clock that bots declare: judges their sessions, and only those. */
  declaredNow?: Date;
  /** One study only. */
  slug?: string;
}

/**
 * Returns the slots of sessions that have been silent for longer than their study allows.
 * @returns the number of slots returned
 */
export async function releaseAbandonedSlots(options: ReleaseOptions = {}): Promise<number> {
  const { slug, declaredNow } = options;
  const now = declaredNow ?? options.now ?? new Date();
  const db = await database();
  const launched = await db
    .select()
    .from(studies)
    .where(and(isNotNull(studies.launchedAt), slug ? eq(studies.slug, slug) : undefined));
  let returned = 0;
  for (const study of launched) {
    returned += await withTransaction(db, (tx) =>
      releaseIn(tx, study, now, declaredNow !== undefined),
    );
  }
  return returned;
}

async function releaseIn(
  tx: Database,
  study: StudyRow,
  now: Date,
  declared: boolean,
): Promise<number> {
  // A pause costs nobody their place, and after it everyone has the whole time to come back.
  if (study.status === "paused") return 0;
  const { configuration } = await newestVersion(tx, study);
  const since = new Date(now.getTime() - configuration.abandonAfterMinutes * 60_000);
  if (!declared && study.resumedAt && study.resumedAt > since) return 0;
  let returned = 0;
  for (const session of await lockSilentSessions(tx, study.id, since, declared)) {
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
