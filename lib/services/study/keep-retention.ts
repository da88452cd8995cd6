import { eq } from "drizzle-orm";
import { participants, sessions } from "@/db/schema/sessions";
import { studies } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { eraseGiven } from "@/lib/services/session/withdraw-session";
import { currentVersion } from "./find-study";

/** A study whose retention date has passed. */
export interface DueStudy {
  slug: string;
  retentionDate: string;
  sessions: number;
  /** Ratings erased; 0 where nothing was done yet. */
  ratings: number;
}

/**
 * Finds the studies whose retention date has passed and, where asked to, erases what their
 * participants gave: ratings, receipts, answers, comments, recruitment parameters. Counts stay.
 */
export async function keepRetention(
  options: { apply: boolean; now?: Date },
  actor: Actor,
): Promise<DueStudy[]> {
  const today = (options.now ?? new Date()).toISOString().slice(0, 10);
  const db = await database();
  const due: DueStudy[] = [];
  for (const study of await db.select().from(studies)) {
    if (!study.launchedAt) continue;
    const { retentionDate } = (await currentVersion(db, study)).configuration.consent;
    if (!retentionDate || retentionDate >= today) continue;
    const own = await db
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.studyId, study.id));
    const ratings = options.apply ? await eraseStudy(study.id, own, actor) : 0;
    due.push({ slug: study.slug, retentionDate, sessions: own.length, ratings });
  }
  return due;
}

async function eraseStudy(
  studyId: string,
  own: readonly { id: string }[],
  actor: Actor,
): Promise<number> {
  const db = await database();
  return withTransaction(db, async (tx) => {
    let erased = 0;
    for (const { id } of own) erased += await eraseGiven(tx, id);
    await tx.update(participants).set({ recruitment: {} }).where(eq(participants.studyId, studyId));
    const after = { sessions: own.length, ratings: erased };
    await recordAct(
      actor,
      { act: "study.retention", objectKind: "study", objectId: studyId, after },
      tx,
    );
    return erased;
  });
}
