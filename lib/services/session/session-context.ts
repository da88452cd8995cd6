import { and, eq, isNull } from "drizzle-orm";
import { exclusions, sessionEvents, sessions } from "@/db/schema/sessions";
import { type Database, database, withTransaction } from "@/lib/services/database";
import type { StudyRow } from "@/lib/services/study/find-study";
import {
  type LoadedVersion,
  momentOf,
  studyOf,
  type Visit,
  versionOf,
} from "@/lib/services/study/study-context";
import { assertNever } from "@/lib/shared/invariant";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import { nextState, type SessionEvent, type SessionState } from "@/lib/study/session-state";
import { secretDigest } from "./session-secrets";
import { reclaimSlot, returnSlot, spendSlot } from "./slot-claims";

/** A session's row. */
export type SessionRow = typeof sessions.$inferSelect;

/** One participant's session, locked for the length of a transaction. */
export interface SessionContext {
  tx: Database;
  study: StudyRow;
  version: LoadedVersion;
  /** Changed in place by `applyEvent`. */
  session: SessionRow;
  /** The secret that opened it. */
  secret: string;
  now: Date;
}

/**
 * Runs one act of a participant in a transaction that holds the session's row: two tabs, a double
 * click or a retry take their turns. An abandoned session takes its slot up again where it still can.
 * @throws ParticipantRefusal "no session" where the cookie belongs to none of this study
 */
export async function withSession<T>(
  visit: Visit,
  work: (context: SessionContext) => Promise<T>,
): Promise<T> {
  const study = await studyOf(visit.slug);
  const now = momentOf(visit, study);
  const { secret } = visit;
  if (!secret)
    throw new ParticipantRefusal("no session", "expected the cookie of a session, got none");
  const db = await database();
  return withTransaction(db, async (tx) => {
    const [session] = await tx
      .select()
      .from(sessions)
      .where(and(eq(sessions.secretSha256, secretDigest(secret)), eq(sessions.studyId, study.id)))
      .for("update");
    if (!session)
      throw new ParticipantRefusal("no session", "the cookie belongs to no session of this study");
    const version = await versionOf(tx, session.versionId);
    const context = { tx, study, version, session, secret, now };
    await wake(context);
    const result = await work(context);
    await save(context);
    return result;
  });
}

async function wake({ tx, session, now }: SessionContext): Promise<void> {
  if (session.status !== "abandoned") return;
  // Someone excluded may go on, unaware of it, but holds no place: others fill the quota.
  if (!(await isExcluded(tx, session.id)) && !(await reclaimSlot(tx, session, now))) return;
  session.status = "active";
  session.endedAt = null;
  await tx
    .insert(sessionEvents)
    .values({ sessionId: session.id, kind: "returned", happenedAt: now });
}

async function isExcluded(tx: Database, sessionId: string): Promise<boolean> {
  const standing = and(eq(exclusions.sessionId, sessionId), isNull(exclusions.undoneAt));
  return (await tx.$count(exclusions, standing)) > 0;
}

async function save({ tx, session, now }: SessionContext): Promise<void> {
  const { state, status, completedAt, endedAt, language, device } = session;
  session.lastSeenAt = now > session.lastSeenAt ? now : session.lastSeenAt;
  await tx
    .update(sessions)
    .set({ state, status, completedAt, endedAt, language, device, lastSeenAt: session.lastSeenAt })
    .where(eq(sessions.id, session.id));
}

/**
 * Lets an event happen to a session, with everything that follows for its slot and its status.
 * @returns false where the event does not belong to the state (then nothing changed)
 */
export async function applyEvent(context: SessionContext, event: SessionEvent): Promise<boolean> {
  const { tx, session, now } = context;
  if (session.status === "abandoned") return false;
  const state = nextState(context.version.plan, session.state, event);
  if (state === session.state) return false;
  session.state = state;
  const { kind, ...detail } = event;
  await tx.insert(sessionEvents).values({ sessionId: session.id, kind, detail, happenedAt: now });
  await settle(context, state);
  return true;
}

async function settle({ tx, session, now }: SessionContext, state: SessionState): Promise<void> {
  switch (state.kind) {
    case "done":
      Object.assign(session, { status: "complete", completedAt: now, endedAt: now });
      return spendSlot(tx, session, now);
    case "declined":
      Object.assign(session, { status: "declined", endedAt: now });
      await returnSlot(tx, session, "declined", now);
      return;
    case "screened-out":
      Object.assign(session, { status: "screened-out", endedAt: now });
      await returnSlot(tx, session, "screened out", now);
      return;
    case "withdrawn":
      Object.assign(session, { status: "withdrawn", endedAt: now });
      await returnSlot(tx, session, "withdrawn", now);
      return;
    case "consent":
    case "sound":
    case "headphones":
    case "practice":
    case "pause":
    case "trial":
    case "questions":
      return;
    default:
      return assertNever(state);
  }
}
