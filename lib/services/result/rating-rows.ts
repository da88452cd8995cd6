import type postgres from "postgres";
import type { ExportRow } from "@/lib/export/columns";
import type { Cell } from "@/lib/export/csv";
import { plainSql } from "@/lib/services/database";
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
> & { dimensionOrder: string[] };

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
  | "late"
  | "sampleRate"
  | "comment"
> & {
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
 * All ratings of a study in a fixed order (session, trial, dimension), some sessions at a time, from
 * one snapshot of the database. The next page is fetched while the present one is used.
 * @param names conditions that are to be called otherwise
 */
export async function* ratingRows(
  facts: StudyFacts,
  names: ReadonlyMap<string, string>,
): AsyncGenerator<ExportRow[]> {
  const sql = await (await plainSql()).reserve();
  let ahead: Promise<ExportRow[] | null> = Promise.resolve(null);
  try {
    await sql`begin isolation level repeatable read, read only`;
    const stimuli = await stimuliOf(sql, facts, names);
    await openSessions(sql, facts);
    ahead = nextPage(sql, facts, stimuli);
    for (let rows = await ahead; rows; rows = await ahead) {
      ahead = nextPage(sql, facts, stimuli);
      yield rows;
    }
  } finally {
    // whoever stops reading early leaves a page under way
    await ahead.catch(() => {});
    await sql`rollback`.catch(() => {});
    sql.release();
  }
}

async function stimuliOf(
  sql: postgres.Sql,
  facts: StudyFacts,
  names: ReadonlyMap<string, string>,
): Promise<Map<string, StimulusPart>> {
  const rows = await sql<(StimulusPart & { id: string })[]>`
    select id, item, condition, role, factors from stimuli where set_id = ${facts.setId}`;
  const named = (condition: string) => names.get(condition) ?? condition;
  return new Map(rows.map((row) => [row.id, { ...row, condition: named(row.condition) }]));
}

async function openSessions(sql: postgres.Sql, facts: StudyFacts): Promise<void> {
  await sql`
    declare exported_sessions no scroll cursor for
    select s.id as session, s.participant_id as participant, v.number as "studyVersion", s.mode,
      s.status as "sessionStatus", s.completed_at as "sessionCompletedAt", s.started_at as "startedAt",
      e.reason as "exclusionReason", s.language, s.device as "listeningDevice", s.machine,
      s.group as "participantGroup", pa.recruitment as "externalIds", s.dimension_order as "dimensionOrder"
    from sessions s
    join participants pa on pa.id = s.participant_id
    join study_versions v on v.id = s.version_id
    left join exclusions e on e.session_id = s.id and e.undone_at is null
    where s.study_id = ${facts.id} and s.mode = ${facts.mode}
    order by s.id`;
}

/** The rows of the next sessions, or null after the last. */
async function nextPage(
  sql: postgres.Sql,
  facts: StudyFacts,
  stimuli: ReadonlyMap<string, StimulusPart>,
): Promise<ExportRow[] | null> {
  const sessions = await sql.unsafe<SessionPart[]>(`fetch ${PAGE} from exported_sessions`, [], {
    prepare: true,
  });
  if (sessions.length === 0) return null;
  const known = new Map(sessions.map((one) => [one.session, one]));
  const trials = await trialsOf(sql, [...known.keys()]);
  return trials.flatMap((trial) =>
    rowsOf(facts.slug, known.get(trial.session)!, trial, stimuli.get(trial.stimulus)!),
  );
}

function trialsOf(sql: postgres.Sql, sessions: string[]): Promise<TrialPart[]> {
  return sql<TrialPart[]>`
    select t.id as trial, t.session_id as session, t.stimulus_id as stimulus, t.kind as "trialKind",
      t.position, t.block, p.plays, p.seeks, p.pauses, p.coverage as "heardShare",
      p.first_play_ms as "firstPlayMs", p.hidden_ms as "hiddenMs", p.rated_ms as "ratedMs",
      coalesce(p.late, false) as late, p.sample_rate as "sampleRate", nullif(t.comment, '') as comment,
      (select json_agg(json_build_array(r.dimension, r.value, floor(extract(epoch from r.received_at) * 1000))
        order by r.dimension) from ratings r where r.trial_id = t.id) as ratings
    from trials t left join receipts p on p.trial_id = t.id
    where t.session_id = any(${sessions})
    order by t.session_id, (t.kind = 'practice') desc, t.position`;
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
    late: trial.late,
    sampleRate: trial.sampleRate,
    role: stimulus.role,
    comment: trial.comment,
    factors: stimulus.factors,
    startedAt: session.startedAt,
    externalIds: session.externalIds,
  }));
}

function placeOf(dimension: string, order: readonly string[]): number | null {
  const at = order.indexOf(dimension);
  return at < 0 ? null : at + 1;
}
