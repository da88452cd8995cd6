import { and, asc, eq, lt, ne } from "drizzle-orm";
import { sessions, slotEvents, slots } from "@/db/schema/sessions";
import type { Database } from "@/lib/services/database";
import { nullsLast } from "@/lib/services/sql-terms";
import type { ReturnReason } from "@/lib/study/terms";

/** A slot's row. */
export type SlotRow = typeof slots.$inferSelect;

/**
 * Takes hold of the next free slot of a study, returned ones first; it stays locked to the end of
 * the transaction, and parallel claims pass over it.
 * @param held what to do about slots that a parallel claim has in hand: pass over them, or wait until
 * that claim has ended
 * @returns null where every slot is taken, in hand, or (after waiting) was taken meanwhile
 */
export async function lockFreeSlot(
  tx: Database,
  studyId: string,
  held: "pass over" | "wait" = "pass over",
): Promise<SlotRow | null> {
  const [slot] = await tx
    .select()
    .from(slots)
    .where(and(eq(slots.studyId, studyId), eq(slots.status, "free")))
    .orderBy(nullsLast(asc(slots.returnedAt)), asc(slots.number))
    .limit(1)
    .for("update", held === "wait" ? {} : { skipLocked: true });
  return slot ?? null;
}

/** Gives a locked slot to a session. */
export async function holdSlot(
  tx: Database,
  slotId: string,
  sessionId: string,
  now: Date,
): Promise<void> {
  await tx
    .update(slots)
    .set({ status: "claimed", sessionId, claimedAt: now, returnedAt: null })
    .where(eq(slots.id, slotId));
  await tx.insert(slotEvents).values({ slotId, sessionId, kind: "claimed", happenedAt: now });
}

/** Marks the slot of a completed session as used up. */
export async function spendSlot(tx: Database, session: HoldingSession, now: Date): Promise<void> {
  const [used] = await tx
    .update(slots)
    .set({ status: "done" })
    .where(and(heldBy(session), eq(slots.status, "claimed")))
    .returning({ id: slots.id });
  if (!used) return;
  await tx
    .insert(slotEvents)
    .values({ slotId: used.id, sessionId: session.id, kind: "completed", happenedAt: now });
}

/** A session as far as its slot is concerned. */
export interface HoldingSession {
  id: string;
  slotId: string | null;
}

/** Returns a session's slot, so that someone else gets the same assignment; false if it held none. */
export async function returnSlot(
  tx: Database,
  session: HoldingSession,
  reason: ReturnReason,
  now: Date,
): Promise<boolean> {
  const [freed] = await tx
    .update(slots)
    .set({ status: "free", returnedAt: now })
    .where(and(heldBy(session), ne(slots.status, "free")))
    .returning({ id: slots.id });
  if (!freed) return false;
  await tx
    .insert(slotEvents)
    .values({ slotId: freed.id, sessionId: session.id, kind: "returned", reason, happenedAt: now });
  return true;
}

/** Takes a returned slot up again where nobody else has claimed it meanwhile; false if someone has. */
export async function reclaimSlot(
  tx: Database,
  session: HoldingSession,
  now: Date,
): Promise<boolean> {
  const [free] = await tx
    .select({ id: slots.id })
    .from(slots)
    .where(and(heldBy(session), eq(slots.status, "free")))
    .for("update");
  if (!free) return false;
  await holdSlot(tx, free.id, session.id, now);
  return true;
}

function heldBy(session: HoldingSession) {
  return and(eq(slots.id, session.slotId ?? ""), eq(slots.sessionId, session.id));
}

/**
 * Active sessions of a study that were silent since a moment, locked for the transaction.
 * @param declared sessions that run by a declared clock, or those that run by the server's
 */
export async function lockSilentSessions(
  tx: Database,
  studyId: string,
  since: Date,
  declared: boolean,
): Promise<HoldingSession[]> {
  return tx
    .select({ id: sessions.id, slotId: sessions.slotId })
    .from(sessions)
    .where(
      and(
        eq(sessions.studyId, studyId),
        eq(sessions.status, "active"),
        eq(sessions.declaredClock, declared),
        lt(sessions.lastSeenAt, since),
      ),
    )
    .for("update", { skipLocked: true });
}
