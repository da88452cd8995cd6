import { plainSql } from "@/lib/services/database";
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
  const sql = await plainSql();
  const [session] = await sql<Omit<SessionDetail, "trials" | "events" | "checks" | "exclusions">[]>`
    select s.id, s.participant_id as participant, s.status, s.mode, s.language, s.group, s.device, s.machine,
      concat_ws(' ', s.state->>'kind', s.state->>'trial') as place, s.started_at as "startedAt",
      s.last_seen_at as "lastSeenAt", s.completed_at as "completedAt", s.ended_at as "endedAt", l.number as slot
    from sessions s left join slots l on l.id = s.slot_id
    where s.id = ${sessionId} and s.study_id = ${facts.id}`;
  if (!session)
    throw new InputError(`study ${facts.slug} has no session ${sessionId}`, { code: "not found" });
  const [trials, events, checks, exclusions] = await Promise.all([
    sessionTrials(sessionId),
    sql<SessionDetail["events"]>`
      select kind, detail, happened_at as "happenedAt" from session_events where session_id = ${sessionId} order by sequence`,
    sql<SessionDetail["checks"]>`
      select kind, attempt, passed, taken_at as "takenAt" from checks where session_id = ${sessionId} order by taken_at`,
    sql<SessionDetail["exclusions"]>`
      select e.id, e.reason, e.rule, e.excluded_at as "excludedAt", coalesce(a.name, e.excluded_by) as "excludedBy",
        e.undone_at as "undoneAt", coalesce(u.name, e.undone_by) as "undoneBy"
      from exclusions e left join account_holders a on a.id = e.excluded_by left join account_holders u on u.id = e.undone_by
      where e.session_id = ${sessionId} order by e.excluded_at`,
  ]);
  return {
    ...session,
    trials,
    events: [...events],
    checks: [...checks],
    exclusions: [...exclusions],
  };
}

async function sessionTrials(sessionId: string): Promise<SessionTrial[]> {
  const sql = await plainSql();
  const rows = await sql<SessionTrial[]>`
    select t.id, t.kind, t.position, t.block, t.stimulus_id as stimulus, st.condition, st.item, t.status,
      t.skip_reason as "skipReason", t.comment, t.shown_at as "shownAt", t.rated_at as "ratedAt", p.plays, p.seeks,
      p.pauses, p.coverage, p.hidden_ms as "hiddenMs", p.elapsed_ms as "elapsedMs", p.late,
      coalesce((select jsonb_object_agg(r.dimension, r.value) from ratings r where r.trial_id = t.id), '{}') as ratings
    from trials t
    join stimuli st on st.set_id = t.set_id and st.id = t.stimulus_id
    left join receipts p on p.trial_id = t.id
    where t.session_id = ${sessionId}
    order by (t.kind = 'practice') desc, t.position`;
  return [...rows];
}
