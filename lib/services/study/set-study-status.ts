import { eq } from "drizzle-orm";
import { studies } from "@/db/schema/studies";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";
import type { StudyStatus } from "@/lib/study/terms";
import { findStudy, type StudyRow } from "./find-study";

/** What staff can do to a launched study, with the states it starts from and ends in. */
const CHANGES = {
  pause: { from: ["open"], to: "paused" },
  resume: { from: ["paused"], to: "open" },
  close: { from: ["open", "paused"], to: "closed" },
  reopen: { from: ["closed"], to: "open" },
} as const satisfies Record<string, { from: readonly StudyStatus[]; to: StudyStatus }>;

/** Pause, resume, close or reopen. */
export type StudyChange = keyof typeof CHANGES;

/**
 * Pauses, resumes, closes or reopens a launched study. Closing lets sessions that have begun come
 * to their end; pausing keeps everyone where they are.
 * @throws InputError where the study is not in a state for it
 */
export async function setStudyStatus(
  slug: string,
  change: StudyChange,
  actor: Actor,
): Promise<StudyRow> {
  const { from, to } = CHANGES[change];
  const db = await database();
  return withTransaction(db, async (tx) => {
    const { id } = await findStudy(slug, tx);
    const [study] = await tx.select().from(studies).where(eq(studies.id, id)).for("update");
    if (!(from as readonly StudyStatus[]).includes(study!.status)) {
      throw new InputError(
        `${change}: expected a study that is ${from.join(" or ")}, ${slug} is ${study!.status}`,
        { code: "conflict" },
      );
    }
    const now = new Date();
    const times = {
      pausedAt: to === "paused" ? now : null,
      closedAt: to === "closed" ? now : null,
      ...(study!.status === "paused" ? { resumedAt: now } : {}),
    };
    const [changed] = await tx
      .update(studies)
      .set({ status: to, ...times })
      .where(eq(studies.id, id))
      .returning();
    const before = { status: study!.status };
    await recordAct(
      actor,
      { act: `study.${change}`, objectKind: "study", objectId: id, before, after: { status: to } },
      tx,
    );
    return changed!;
  });
}
