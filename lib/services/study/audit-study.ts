import { and, count, countDistinct, eq, exists, isNotNull, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { countedSessions } from "@/db/schema/counted";
import { sessions, slotEvents, slots } from "@/db/schema/sessions";
import { ratings, receipts, trials } from "@/db/schema/trials";
import { type Database, database } from "@/lib/services/database";
import { loadDesignStimuli } from "@/lib/services/set/load-design-stimuli";
import { countWhere, firstOf, sumOf } from "@/lib/services/sql-terms";
import { InputError } from "@/lib/shared/invariant";
import { auditDesign, type DesignAudit } from "@/lib/study/design/audit";
import type { StoredDesign, StoredSession } from "@/lib/study/design/audit-records";
import { designInputOf } from "@/lib/study/design/design-input";
import { currentVersion, findStudy, type StudyRow } from "./find-study";

/** The design audit of a study, with what its stored ratings add. */
export interface StudyAudit extends DesignAudit {
  study: string;
  seed: string;
  ratings: {
    stored: number;
    /** (trial, dimension) pairs with more than one row: 0, as the database refuses them. */
    doubled: number;
    /** Rated trials that lack a dimension; where erasing took the ratings, it took the receipt too. */
    incomplete: number;
    /** Completed sessions with a trial that is neither rated nor skipped. */
    unfinished: number;
    skipped: number;
  };
}

/**
 * Recomputes a launched study's design from its data: every order from the seed, balance at every
 * moment, one row per answered (trial, dimension).
 * @throws InputError for an unknown or unlaunched study
 */
export async function auditStudy(slug: string): Promise<StudyAudit> {
  const db = await database();
  const study = await findStudy(slug);
  if (!study.launchedAt)
    throw new InputError(`expected a launched study, ${slug} is a draft`, { code: "conflict" });
  const { configuration } = await currentVersion(db, study);
  const stimuli = await loadDesignStimuli(db, study.setId);
  const audit = auditDesign(
    designInputOf(study.seed, configuration, stimuli),
    await storedDesign(db, study),
  );
  const ratings = await ratingCounts(db, study, configuration.dimensions.length);
  const ok = audit.ok && ratings.doubled + ratings.incomplete + ratings.unfinished === 0;
  return { study: slug, seed: study.seed, ...audit, ok, ratings };
}

async function storedDesign(db: Database, study: StudyRow): Promise<StoredDesign> {
  const { number, status, returnedAt, studyId } = slots;
  return {
    sessions: await storedSessions(db, study),
    events: await db
      .select({ slot: number, kind: slotEvents.kind })
      .from(slotEvents)
      .innerJoin(slots, eq(slots.id, slotEvents.slotId))
      .where(eq(studyId, study.id))
      .orderBy(slotEvents.sequence),
    slots: await db
      .select({ number, status, returned: isNotNull(returnedAt).mapWith(Boolean) })
      .from(slots)
      .where(eq(studyId, study.id)),
  };
}

async function storedSessions(db: Database, study: StudyRow): Promise<StoredSession[]> {
  const { id, startLanguage, group, dimensionOrder } = sessions;
  const rows = await db
    .select({
      ...{ id, slot: slots.number, startLanguage, group, dimensionOrder },
      counts: countedSessions.counts,
    })
    .from(sessions)
    .innerJoin(slots, eq(slots.id, sessions.slotId))
    .leftJoin(countedSessions, eq(countedSessions.id, id))
    .where(eq(sessions.studyId, study.id));
  const presented = await storedTrials(db, study);
  return rows.map((row) => ({
    ...row,
    // sessions in another mode than the study's
    counts: row.counts ?? false,
    trials: presented.get(row.id) ?? [],
  }));
}

/** The trials of every session of a study, by its id. */
async function storedTrials(
  db: Database,
  study: StudyRow,
): Promise<Map<string, StoredSession["trials"][number][]>> {
  const { kind, position, block, stimulusId: stimulus, sessionId } = trials;
  const first = alias(trials, "first");
  const rows = await db
    .select({ sessionId, kind, position, block, stimulus, repeatOf: first.position })
    .from(trials)
    .innerJoin(sessions, eq(sessions.id, sessionId))
    .leftJoin(first, eq(first.id, trials.repeatOf))
    .where(eq(sessions.studyId, study.id));
  const bySession = new Map<string, StoredSession["trials"][number][]>();
  for (const { sessionId: session, ...trial } of rows) {
    const own = bySession.get(session);
    if (own) own.push(trial);
    else bySession.set(session, [trial]);
  }
  return bySession;
}

async function ratingCounts(
  db: Database,
  study: StudyRow,
  dimensions: number,
): Promise<StudyAudit["ratings"]> {
  const given = db
    .select({
      trialId: ratings.trialId,
      given: count().as("given"),
      different: countDistinct(ratings.dimension).as("different"),
    })
    .from(ratings)
    .innerJoin(trials, eq(trials.id, ratings.trialId))
    .innerJoin(sessions, eq(sessions.id, trials.sessionId))
    .where(eq(sessions.studyId, study.id))
    .groupBy(ratings.trialId)
    .as("given");
  const received = db.select().from(receipts).where(eq(receipts.trialId, trials.id));
  const different = firstOf<number>(given.different, 0);
  const [row] = await db
    .select({
      stored: sumOf(given.given),
      different: sumOf(given.different),
      incomplete: countWhere(
        and(eq(trials.status, "rated"), exists(received), ne(different, dimensions))!,
      ),
      unfinished: countWhere(and(eq(trials.status, "pending"), eq(sessions.status, "complete"))!),
      skipped: countWhere(eq(trials.status, "skipped")),
    })
    .from(trials)
    .innerJoin(sessions, eq(sessions.id, trials.sessionId))
    .leftJoin(given, eq(given.trialId, trials.id))
    .where(eq(sessions.studyId, study.id));
  const { different: once, ...counts } = row!;
  return { ...counts, doubled: counts.stored - once };
}
