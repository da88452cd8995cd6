import { sql } from "drizzle-orm";
import { boolean, integer, pgView, text } from "drizzle-orm/pg-core";
import { SESSION_STATUSES, TRIAL_KINDS, TRIAL_STATUSES } from "@/lib/study/terms";

// Which sessions and trials count is decided here and nowhere else.

/**
 * Sessions in their study's own mode, and how each counts: tests of a live study are never among
 * them. `excluded` has a standing exclusion, `counts` is completed and not excluded.
 */
export const countedSessions = pgView("counted_sessions", {
  id: text("id").notNull(),
  studyId: text("study_id").notNull(),
  versionId: text("version_id").notNull(),
  participantId: text("participant_id").notNull(),
  status: text("status", { enum: SESSION_STATUSES }).notNull(),
  language: text("language").notNull(),
  device: text("device"),
  group: text("group"),
  exclusionReason: text("exclusion_reason"),
  completed: boolean("completed").notNull(),
  excluded: boolean("excluded").notNull(),
  counts: boolean("counts").notNull(),
}).as(sql`
  select s.id, s.study_id, s.version_id, s.participant_id, s.status, s.language, s.device, s."group",
    e.reason as exclusion_reason,
    s.status = 'complete' as completed,
    e.session_id is not null as excluded,
    s.status = 'complete' and e.session_id is null as counts
  from sessions s
  join studies d on d.id = s.study_id and d.mode = s.mode
  left join exclusions e on e.session_id = s.id and e.undone_at is null`);

/**
 * Trials of those sessions, and in which selection their ratings count: `planned` as the analysis
 * plan says (first presentations of main trials of sessions that count), `withExcluded` the same of
 * all completed sessions, `allGiven` main and repeat trials of every session.
 */
export const countedTrials = pgView("counted_trials", {
  id: text("id").notNull(),
  sessionId: text("session_id").notNull(),
  kind: text("kind", { enum: TRIAL_KINDS }).notNull(),
  status: text("status", { enum: TRIAL_STATUSES }).notNull(),
  position: integer("position").notNull(),
  setId: text("set_id").notNull(),
  stimulusId: text("stimulus_id").notNull(),
  repeatOf: text("repeat_of"),
  studyId: text("study_id").notNull(),
  participantId: text("participant_id").notNull(),
  language: text("language").notNull(),
  device: text("device"),
  group: text("group"),
  completed: boolean("completed").notNull(),
  excluded: boolean("excluded").notNull(),
  counts: boolean("counts").notNull(),
  planned: boolean("planned").notNull(),
  withExcluded: boolean("with_excluded").notNull(),
  allGiven: boolean("all_given").notNull(),
}).as(sql`
  select t.id, t.session_id, t.kind, t.status, t.position, t.set_id, t.stimulus_id, t.repeat_of,
    s.study_id, s.participant_id, s.language, s.device, s."group", s.completed, s.excluded, s.counts,
    s.counts and t.kind = 'main' as planned,
    s.completed and t.kind = 'main' as with_excluded,
    t.kind in ('main', 'repeat') as all_given
  from counted_sessions s
  join trials t on t.session_id = s.id`);
