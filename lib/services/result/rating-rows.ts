import { and, asc, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { countedSessions } from "@/db/schema/counted";
import { participants, sessions } from "@/db/schema/sessions";
import { stimuli } from "@/db/schema/stimuli";
import { studyVersions } from "@/db/schema/studies";
import { ratings, receipts, trials } from "@/db/schema/trials";
import type { ExportRow } from "@/lib/export/columns";
import type { Cell } from "@/lib/export/csv";
import { type Database, database } from "@/lib/services/database";
import { countWhere } from "@/lib/services/sql-terms";
import type { StudyFacts } from "@/lib/services/study/study-facts";

/** Sessions that one page holds: enough to be fast, few enough to stay small. */
const PAGE = 20;

/** What is said once for all ratings of a session. */
type SessionPart = Pick<
  ExportRow,
  | "session"
  | "participant"
  | "studyVersion"
  | "mode"
  | "sessionStatus"
  | "sessionCompletedAt"
  | "startedAt"
  | "exclusionReason"
  | "language"
  | "listeningDevice"
  | "machine"
  | "participantGroup"
  | "externalIds"
> & {
  dimensionOrder: string[];
  /** Trials that it had answered, in their order; null where it was complete. */
  answered: number | null;
};

/** What is said once for all ratings of a trial. */
type TrialPart = Pick<
  ExportRow,
  | "trial"
  | "session"
  | "stimulus"
  | "trialKind"
  | "position"
  | "block"
  | "plays"
  | "seeks"
  | "pauses"
  | "heardShare"
  | "firstPlayMs"
  | "hiddenMs"
  | "sampleRate"
  | "comment"
> & {
  late: boolean | null;
  ratedMs: Record<string, number> | null;
  /** dimension, value, when it was stored (milliseconds since 1970) */
  ratings: [string, number, number][] | null;
};

interface StimulusPart {
  item: string;
  condition: string;
  role: string;
  factors: Record<string, Cell>;
}

/**
 * All ratings of a study in a fixed order (session, trial, dimension), some sessions at a time, as
 * they stood at one moment. No connection is held while the reader takes their time: the sessions
 * are read at once, with how far each had come, and their trials in short queries of their own.
 * Ratings never change and trials are answered in their order, so that what came after the moment
 * can be left out; what was erased since is not there any more. The next page is fetched while the
 * present one is used.
 * @param names conditions that are to be called otherwise
 */
export async function* ratingRows(
  facts: StudyFacts,
  names: ReadonlyMap<string, string>,
): AsyncGenerator<ExportRow[]> {
  const db = await database();
  const clips = await stimuliOf(db, facts, names);
  const all = await sessionsNow(db, facts);
  const page = (at: number) => pageOfRows(db, facts, clips, all.slice(at, at + PAGE));
  let ahead = page(0);
  try {
    for (let at = 0; at < all.length; at += PAGE) {
      const rows = await ahead;
      ahead = page(at + PAGE);
      yield rows;
    }
  } finally {
    // whoever stops reading early leaves a page under way
    await ahead.catch(() => {});
  }
}

async function stimuliOf(
  db: Database,
  facts: StudyFacts,
  names: ReadonlyMap<string, string>,
): Promise<Map<string, StimulusPart>> {
  const { id, item, condition, role, factors } = stimuli;
  const rows = await db
    .select({ id, item, condition, role, factors })
    .from(stimuli)
    .where(eq(stimuli.setId, facts.setId));
  const named = (condition: string) => names.get(condition) ?? condition;
  return new Map(rows.map((row) => [row.id, { ...row, condition: named(row.condition) }]));
}

/** The study's sessions at this moment, in the order of their ids. */
function sessionsNow(db: Database, facts: StudyFacts): Promise<SessionPart[]> {
  const under = db
    .select({
      sessionId: trials.sessionId,
      answered: countWhere(ne(trials.status, "pending")).as("answered"),
    })
    .from(trials)
    .innerJoin(sessions, eq(sessions.id, trials.sessionId))
    .where(and(eq(sessions.studyId, facts.id), ne(sessions.status, "complete")))
    .groupBy(trials.sessionId)
    .as("under");
  return db
    .select({
      session: sessions.id,
      participant: sessions.participantId,
      studyVersion: studyVersions.number,
      mode: sessions.mode,
      sessionStatus: sessions.status,
      sessionCompletedAt: sessions.completedAt,
      startedAt: sessions.startedAt,
      exclusionReason: countedSessions.exclusionReason,
      language: sessions.language,
      listeningDevice: sessions.device,
      machine: sessions.machine,
      participantGroup: sessions.group,
      externalIds: participants.recruitment,
      dimensionOrder: sessions.dimensionOrder,
      answered: under.answered,
    })
    .from(countedSessions)
    .innerJoin(sessions, eq(sessions.id, countedSessions.id))
    .innerJoin(participants, eq(participants.id, sessions.participantId))
    .innerJoin(studyVersions, eq(studyVersions.id, sessions.versionId))
    .leftJoin(under, eq(under.sessionId, sessions.id))
    .where(eq(countedSessions.studyId, facts.id))
    .orderBy(asc(sessions.id));
}

async function pageOfRows(
  db: Database,
  facts: StudyFacts,
  clips: ReadonlyMap<string, StimulusPart>,
  page: readonly SessionPart[],
): Promise<ExportRow[]> {
  if (page.length === 0) return [];
  const known = new Map(page.map((one) => [one.session, { ...one, left: one.answered }]));
  const rows: ExportRow[] = [];
  for (const trial of await trialsOf(db, [...known.keys()])) {
    const session = known.get(trial.session)!;
    if (session.left !== null && session.left-- <= 0) continue;
    rows.push(...rowsOf(facts.slug, session, trial, clips.get(trial.stimulus)!));
  }
  return rows;
}

/** The trials of some sessions with their ratings, as they were walked: practice first. */
function trialsOf(db: Database, ids: string[]): Promise<TrialPart[]> {
  return db
    .select({
      trial: trials.id,
      session: trials.sessionId,
      stimulus: trials.stimulusId,
      trialKind: trials.kind,
      position: trials.position,
      block: trials.block,
      plays: receipts.plays,
      seeks: receipts.seeks,
      pauses: receipts.pauses,
      heardShare: receipts.coverage,
      firstPlayMs: receipts.firstPlayMs,
      hiddenMs: receipts.hiddenMs,
      ratedMs: receipts.ratedMs,
      late: receipts.late,
      sampleRate: receipts.sampleRate,
      comment: trials.comment,
      ratings: ratingsOfTrial(),
    })
    .from(trials)
    .leftJoin(receipts, eq(receipts.trialId, trials.id))
    .where(inArray(trials.sessionId, ids))
    .orderBy(trials.sessionId, desc(eq(trials.kind, "practice")), trials.position);
}

/** Aggregated by the database: a row for each rating would cost the driver most of an export. */
function ratingsOfTrial(): SQL<TrialPart["ratings"]> {
  const { dimension, value, receivedAt, trialId } = ratings;
  return sql<TrialPart["ratings"]>`(
    select json_agg(json_build_array(${dimension}, ${value}, floor(extract(epoch from ${receivedAt}) * 1000))
      order by ${dimension}) from ${ratings} where ${trialId} = ${trials.id})`;
}

/** One row for each rating of a trial, written out: spreading objects costs a third of an export. */
function rowsOf(
  study: string,
  session: SessionPart,
  trial: TrialPart,
  stimulus: StimulusPart,
): ExportRow[] {
  return (trial.ratings ?? []).map(([dimension, rating, given]) => ({
    participant: session.participant,
    session: session.session,
    stimulus: trial.stimulus,
    item: stimulus.item,
    condition: stimulus.condition,
    dimension,
    rating,
    trialKind: trial.trialKind,
    position: trial.position,
    study,
    studyVersion: session.studyVersion,
    mode: session.mode,
    trial: trial.trial,
    block: trial.block,
    dimensionPosition: placeOf(dimension, session.dimensionOrder),
    givenAt: new Date(given),
    sessionStatus: session.sessionStatus,
    sessionCompletedAt: session.sessionCompletedAt,
    exclusionReason: session.exclusionReason,
    language: session.language,
    listeningDevice: session.listeningDevice,
    machine: session.machine,
    participantGroup: session.participantGroup,
    plays: trial.plays,
    seeks: trial.seeks,
    pauses: trial.pauses,
    heardShare: trial.heardShare,
    firstPlayMs: trial.firstPlayMs,
    hiddenMs: trial.hiddenMs,
    ratedMs: trial.ratedMs?.[dimension] ?? null,
    late: trial.late ?? false,
    sampleRate: trial.sampleRate,
    role: stimulus.role,
    comment: trial.comment || null,
    factors: stimulus.factors,
    startedAt: session.startedAt,
    externalIds: session.externalIds,
  }));
}

function placeOf(dimension: string, order: readonly string[]): number | null {
  const at = order.indexOf(dimension);
  return at < 0 ? null : at + 1;
}
