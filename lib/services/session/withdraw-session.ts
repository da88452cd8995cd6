import { and, eq, inArray } from "drizzle-orm";
import { answers, participants, sessions, withdrawals } from "@/db/schema/sessions";
import { ratings, receipts, trials } from "@/db/schema/trials";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { settings } from "@/lib/services/sql-terms";
import { momentOf, studyOf, type Visit, versionOf } from "@/lib/services/study/study-context";
import { newId, newSecret } from "@/lib/shared/ids";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import type { WithdrawRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import { applyEvent, type SessionContext, withSession } from "./session-context";
import { secretDigest } from "./session-secrets";
import { sessionView } from "./session-view";

/**
 * Withdraws a session: erases its ratings, receipts, answers, comments and recruitment parameters,
 * frees its slot, and keeps the count with a receipt. Asked again it shows the same receipt.
 * @throws ParticipantRefusal "no session" for an unknown link, "too late to withdraw" after the deadline
 */
export async function withdraw(visit: Visit, request: WithdrawRequest): Promise<ParticipantView> {
  if (request.secret === null) return withSession(visit, act);
  return byLink(visit, request.secret);
}

/** A withdrawal link opens the session for nothing else. */
async function byLink(visit: Visit, secret: string): Promise<ParticipantView> {
  const study = await studyOf(visit.slug);
  const now = momentOf(visit, study);
  const db = await database();
  return withTransaction(db, async (tx) => {
    const [session] = await tx
      .select()
      .from(sessions)
      .where(and(eq(sessions.withdrawSha256, secretDigest(secret)), eq(sessions.studyId, study.id)))
      .for("update");
    if (!session)
      throw new ParticipantRefusal("no session", "the link belongs to no session of this study");
    const version = await versionOf(tx, session.versionId);
    // The session's own secret is not known here, and the page shown needs none.
    const context: SessionContext = { tx, study, version, session, secret: "", now };
    const view = await act(context);
    const { state, status, endedAt } = session;
    await tx.update(sessions).set({ state, status, endedAt }).where(eq(sessions.id, session.id));
    return view;
  });
}

async function act(context: SessionContext): Promise<ParticipantView> {
  if (context.session.status !== "withdrawn") await erase(context);
  return sessionView(context);
}

async function erase(context: SessionContext): Promise<void> {
  const { tx, session, study, version, now } = context;
  const deadline = version.configuration.consent.withdrawalDeadline;
  if (deadline && now > new Date(`${deadline}T23:59:59.999Z`)) {
    throw new ParticipantRefusal(
      "too late to withdraw",
      `withdrawal was possible until ${deadline}`,
    );
  }
  const afterCompletion = session.status === "complete";
  const erased = await eraseGiven(tx, session.id);
  await tx
    .update(participants)
    .set({ recruitment: {} })
    .where(eq(participants.id, session.participantId));
  // An abandoned session may withdraw too; its slot has gone back already.
  if (session.status === "abandoned") session.status = "active";
  await applyEvent(context, { kind: "withdrew" });
  await tx.insert(withdrawals).values({
    id: newId("withdrawal"),
    studyId: study.id,
    sessionId: session.id,
    receipt: newSecret().slice(0, 12).toUpperCase(),
    ratings: erased,
    afterCompletion,
    withdrawnAt: now,
  });
}

/**
 * Erases everything that a participant gave in a session but the fact that it took place.
 * @returns the number of ratings erased
 */
export async function eraseGiven(tx: Database, sessionId: string): Promise<number> {
  await tx.execute(settings({ "study.erasing": "on" }));
  const own = tx.select({ id: trials.id }).from(trials).where(eq(trials.sessionId, sessionId));
  const erased = await tx
    .delete(ratings)
    .where(inArray(ratings.trialId, own))
    .returning({ id: ratings.id });
  await tx.delete(receipts).where(inArray(receipts.trialId, own));
  await tx.delete(answers).where(eq(answers.sessionId, sessionId));
  await tx.update(trials).set({ comment: "" }).where(eq(trials.sessionId, sessionId));
  await tx.execute(settings({ "study.erasing": "off" }));
  return erased.length;
}
