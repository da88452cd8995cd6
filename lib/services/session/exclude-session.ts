import { and, eq, isNull } from "drizzle-orm";
import { exclusions, sessions } from "@/db/schema/sessions";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { newId } from "@/lib/shared/ids";
import { InputError } from "@/lib/shared/invariant";
import { reclaimSlot, returnSlot, spendSlot } from "./slot-claims";

/**
 * Excludes a session from the analysis and gives its slot to someone else. Its data stay.
 * @throws InputError without a reason, for an unknown session, or one that is excluded already
 */
export async function excludeSession(
  sessionId: string,
  actor: Actor,
  reason: string,
): Promise<void> {
  const said = reason.trim();
  if (said.length < 3 || said.length > 500)
    throw new InputError("reason: expected 3 to 500 letters", { field: "reason" });
  const db = await database();
  await withTransaction(db, async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (session.status === "withdrawn")
      throw new InputError("this participant withdrew: nothing is left to exclude", {
        code: "conflict",
      });
    const [standing] = await tx
      .select({ id: exclusions.id })
      .from(exclusions)
      .where(and(eq(exclusions.sessionId, sessionId), isNull(exclusions.undoneAt)));
    if (standing) throw new InputError("this session is excluded already", { code: "conflict" });
    await tx
      .insert(exclusions)
      .values({ id: newId("exclusion"), sessionId, reason: said, excludedBy: actor.id });
    const returned = await returnSlot(tx, session, "excluded", new Date());
    const after = { reason: said, slotReturned: returned };
    await recordAct(
      actor,
      { act: "session.exclude", objectKind: "session", objectId: sessionId, after },
      tx,
    );
  });
}

/**
 * Undoes an exclusion: the ratings count again. A replacement who has taken the slot keeps it.
 * @throws InputError when the session is not excluded
 */
export async function undoExclusion(sessionId: string, actor: Actor): Promise<void> {
  const db = await database();
  await withTransaction(db, async (tx) => {
    const session = await lockSession(tx, sessionId);
    const now = new Date();
    const [undone] = await tx
      .update(exclusions)
      .set({ undoneAt: now, undoneBy: actor.id })
      .where(and(eq(exclusions.sessionId, sessionId), isNull(exclusions.undoneAt)))
      .returning();
    if (!undone) throw new InputError("this session is not excluded", { code: "conflict" });
    const slotBack = await takeSlotBack(tx, session, now);
    const before = { reason: undone.reason };
    await recordAct(
      actor,
      {
        act: "session.undo-exclusion",
        objectKind: "session",
        objectId: sessionId,
        before,
        after: { slotBack },
      },
      tx,
    );
  });
}

type SessionRow = typeof sessions.$inferSelect;

/** The slot is taken up again where nobody has claimed it, and used up where the session is complete. */
async function takeSlotBack(tx: Database, session: SessionRow, now: Date): Promise<boolean> {
  if (session.status !== "complete" && session.status !== "active") return false;
  const back = await reclaimSlot(tx, session, now);
  if (back && session.status === "complete") await spendSlot(tx, session, now);
  return back;
}

async function lockSession(tx: Database, sessionId: string): Promise<SessionRow> {
  const [session] = await tx
    .select()
    .from(sessions)
    .where(eq(sessions.id, sessionId))
    .for("update");
  if (!session) throw new InputError(`no session ${sessionId}`, { code: "not found" });
  return session;
}
