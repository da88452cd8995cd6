import { aliasedTable, and, asc, desc, eq, getTableColumns } from "drizzle-orm";
import { checks, exclusions, sessionEvents, sessions, slots } from "@/db/schema/sessions";
import { accountHolders } from "@/db/schema/staff";
import { stimuli } from "@/db/schema/stimuli";
import { ratings, receipts, trials } from "@/db/schema/trials";
import { type Database, database } from "@/lib/services/database";
import { firstOf, textIn, wordsWith } from "@/lib/services/sql-terms";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";

/** One trial of a session with its receipt and ratings. */
export interface SessionTrial {
  id: string;
  kind: string;
  position: number;
  block: number;
  stimulus: string;
  condition: string;
  item: string;
  status: string;
  skipReason: string | null;
  comment: string;
  shownAt: Date | null;
  ratedAt: Date | null;
  plays: number | null;
  seeks: number | null;
  pauses: number | null;
  coverage: number | null;
  hiddenMs: number | null;
  elapsedMs: number | null;
  late: boolean | null;
  ratings: Record<string, number>;
}

/** Everything the desk knows about one session. */
export interface SessionDetail {
  id: string;
  participant: string;
  status: string;
  mode: string;
  place: string;
  language: string;
  group: string | null;
  device: string | null;
  machine: string | null;
  startedAt: Date;
  lastSeenAt: Date;
  completedAt: Date | null;
  endedAt: Date | null;
  slot: number | null;
  trials: SessionTrial[];
  events: { kind: string; detail: unknown; happenedAt: Date }[];
  checks: { kind: string; attempt: number; passed: boolean; takenAt: Date }[];
  exclusions: {
    id: string;
    reason: string;
    rule: string | null;
    excludedAt: Date;
    excludedBy: string | null;
    undoneAt: Date | null;
    undoneBy: string | null;
  }[];
}

/**
 * One session's timeline with receipts and ratings.
 * @throws InputError when the session does not belong to the study
 */
export async function sessionDetail(facts: StudyFacts, sessionId: string): Promise<SessionDetail> {
  const db = await database();
  const own = getTableColumns(sessions);
  const [session] = await db
    .select({
      id: own.id,
      participant: own.participantId,
      status: own.status,
      mode: own.mode,
      place: wordsWith(" ", textIn(own.state, "kind"), textIn(own.state, "trial")),
      language: own.language,
      group: own.group,
      device: own.device,
      machine: own.machine,
      startedAt: own.startedAt,
      lastSeenAt: own.lastSeenAt,
      completedAt: own.completedAt,
      endedAt: own.endedAt,
      slot: slots.number,
    })
    .from(sessions)
    .leftJoin(slots, eq(slots.id, sessions.slotId))
    .where(and(eq(sessions.id, sessionId), eq(sessions.studyId, facts.id)));
  if (!session)
    throw new InputError(`study ${facts.slug} has no session ${sessionId}`, { code: "not found" });
  const [trials, events, checks, exclusions] = await Promise.all([
    sessionTrials(db, sessionId),
    eventsOf(db, sessionId),
    checksOf(db, sessionId),
    exclusionsOf(db, sessionId),
  ]);
  return { ...session, trials, events, checks, exclusions };
}

async function eventsOf(db: Database, sessionId: string): Promise<SessionDetail["events"]> {
  const { kind, detail, happenedAt, sequence } = sessionEvents;
  return db
    .select({ kind, detail, happenedAt })
    .from(sessionEvents)
    .where(eq(sessionEvents.sessionId, sessionId))
    .orderBy(sequence);
}

async function checksOf(db: Database, sessionId: string): Promise<SessionDetail["checks"]> {
  const { kind, attempt, passed, takenAt } = checks;
  return db
    .select({ kind, attempt, passed, takenAt })
    .from(checks)
    .where(eq(checks.sessionId, sessionId))
    .orderBy(takenAt);
}

async function exclusionsOf(db: Database, sessionId: string): Promise<SessionDetail["exclusions"]> {
  const { id, reason, rule, excludedAt, excludedBy, undoneAt, undoneBy } = exclusions;
  const undoer = aliasedTable(accountHolders, "undoer");
  return db
    .select({
      id,
      reason,
      rule,
      excludedAt,
      excludedBy: firstOf<string | null>(accountHolders.name, excludedBy),
      undoneAt,
      undoneBy: firstOf<string | null>(undoer.name, undoneBy),
    })
    .from(exclusions)
    .leftJoin(accountHolders, eq(accountHolders.id, excludedBy))
    .leftJoin(undoer, eq(undoer.id, undoneBy))
    .where(eq(exclusions.sessionId, sessionId))
    .orderBy(excludedAt);
}

async function sessionTrials(db: Database, sessionId: string): Promise<SessionTrial[]> {
  const own = getTableColumns(trials);
  const { plays, seeks, pauses, coverage, hiddenMs, elapsedMs, late } = receipts;
  const rows = await db
    .select({
      id: own.id,
      kind: own.kind,
      position: own.position,
      block: own.block,
      stimulus: own.stimulusId,
      condition: stimuli.condition,
      item: stimuli.item,
      status: own.status,
      skipReason: own.skipReason,
      comment: own.comment,
      shownAt: own.shownAt,
      ratedAt: own.ratedAt,
      ...{ plays, seeks, pauses, coverage, hiddenMs, elapsedMs, late },
    })
    .from(trials)
    .innerJoin(stimuli, and(eq(stimuli.setId, own.setId), eq(stimuli.id, own.stimulusId)))
    .leftJoin(receipts, eq(receipts.trialId, own.id))
    .where(eq(own.sessionId, sessionId))
    .orderBy(desc(eq(own.kind, "practice")), own.position);
  const given = await db
    .select({ trial: ratings.trialId, dimension: ratings.dimension, value: ratings.value })
    .from(ratings)
    .innerJoin(trials, eq(trials.id, ratings.trialId))
    .where(eq(trials.sessionId, sessionId))
    .orderBy(asc(ratings.dimension));
  const ratingsOf = (id: string) =>
    Object.fromEntries(
      given.filter(({ trial }) => trial === id).map(({ dimension, value }) => [dimension, value]),
    );
  return rows.map((row) => ({ ...row, ratings: ratingsOf(row.id) }));
}
