import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { madeAt, moment, oneOf, prefixed } from "@/db/schema/columns";
import { studies, studyVersions } from "@/db/schema/studies";
import type { SessionState } from "@/lib/study/session-state";
import {
  CHECK_KINDS,
  RETURN_REASONS,
  SESSION_STATUSES,
  SLOT_EVENTS,
  SLOT_STATUSES,
  STUDY_MODES,
} from "@/lib/study/terms";

/** Participants of a study: a person, known by nothing but what recruitment handed over. */
export const participants = pgTable(
  "participants",
  {
    id: text().primaryKey(),
    studyId: text()
      .notNull()
      .references(() => studies.id, { onDelete: "cascade" }),
    /** Parameters of the recruitment link; emptied by withdrawal and by the retention command. */
    recruitment: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** Digest of the recruitment id: one person starts a study once, also after erasure. */
    recruitmentSha256: text(),
    createdAt: madeAt(),
  },
  (t) => [
    prefixed("participants_id", t.id, "prt"),
    unique("participants_recruitment").on(t.studyId, t.recruitmentSha256),
  ],
);

/** Sessions: one participant's resumable run. */
export const sessions = pgTable(
  "sessions",
  {
    id: text().primaryKey(),
    studyId: text()
      .notNull()
      .references(() => studies.id, { onDelete: "cascade" }),
    versionId: text()
      .notNull()
      .references(() => studyVersions.id),
    participantId: text()
      .notNull()
      .references(() => participants.id, { onDelete: "cascade" }),
    slotId: text().references((): AnyPgColumn => slots.id),
    mode: text({ enum: STUDY_MODES }).notNull(),
    status: text({ enum: SESSION_STATUSES }).notNull().default("active"),
    /** Where the session stands: the state of lib/study/session-state. */
    state: jsonb().$type<SessionState>().notNull(),
    language: text().notNull(),
    /** Language at the start: the spoken catch clips were drawn for it. */
    startLanguage: text().notNull(),
    group: text(),
    /** Dimensions in the order drawn for this participant. */
    dimensionOrder: text().array().notNull(),
    /** SHA-256 of the key drawn by the browser: the same key never starts two sessions. */
    startKey: text().notNull(),
    /** SHA-256 of the secret of cookie and resume link, and of the withdrawal link's. */
    secretSha256: text().notNull(),
    withdrawSha256: text().notNull(),
    lab: boolean().notNull().default(false),
    /** What was listened on, as said at the sound check. */
    device: text(),
    /** Coarse kind of machine (phone, tablet, desktop), never the user agent. */
    machine: text(),
    declaredClock: boolean().notNull().default(false),
    startedAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
    completedAt: moment(),
    endedAt: moment(),
  },
  (t) => [
    prefixed("sessions_id", t.id, "ses"),
    oneOf("sessions_mode", t.mode, STUDY_MODES),
    oneOf("sessions_status", t.status, SESSION_STATUSES),
    check("sessions_completed", sql`(${t.status} <> 'complete') or (${t.completedAt} is not null)`),
    unique("sessions_start_key").on(t.studyId, t.startKey),
    uniqueIndex("sessions_secret").on(t.secretSha256),
    uniqueIndex("sessions_withdraw").on(t.withdrawSha256),
    index("sessions_by_study").on(t.studyId, t.status, t.lastSeenAt),
    index("sessions_by_participant").on(t.participantId),
    index("sessions_by_slot").on(t.slotId),
  ],
);

/** Slots: prepared assignments, claimed by a session and returned when it does not finish. */
export const slots = pgTable(
  "slots",
  {
    id: text().primaryKey(),
    studyId: text()
      .notNull()
      .references(() => studies.id, { onDelete: "cascade" }),
    /** From 1; with the study's seed it determines the whole assignment. */
    number: integer().notNull(),
    status: text({ enum: SLOT_STATUSES }).notNull().default("free"),
    /** The session that holds it or used it up; kept when returned, so that it may take it up again. */
    sessionId: text().references((): AnyPgColumn => sessions.id, { onDelete: "set null" }),
    claimedAt: moment(),
    returnedAt: moment(),
  },
  (t) => [
    prefixed("slots_id", t.id, "slt"),
    unique("slots_number").on(t.studyId, t.number),
    oneOf("slots_status", t.status, SLOT_STATUSES),
    check("slots_held", sql`${t.status} = 'free' or ${t.claimedAt} is not null`),
    // Returned slots are claimed first, then in their order.
    index("slots_waiting").on(t.studyId, t.status, t.returnedAt, t.number),
    uniqueIndex("slots_one_session").on(t.sessionId).where(sql`${t.status} <> 'free'`),
  ],
);

/** Every claim, return and completion of a slot, in order: the design audit replays them. */
export const slotEvents = pgTable(
  "slot_events",
  {
    sequence: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    slotId: text()
      .notNull()
      .references(() => slots.id, { onDelete: "cascade" }),
    sessionId: text().references(() => sessions.id, { onDelete: "set null" }),
    kind: text({ enum: SLOT_EVENTS }).notNull(),
    reason: text({ enum: RETURN_REASONS }),
    happenedAt: moment().notNull(),
  },
  (t) => [
    oneOf("slot_events_kind", t.kind, SLOT_EVENTS),
    check("slot_events_reason", sql`(${t.kind} = 'returned') = (${t.reason} is not null)`),
    index("slot_events_by_slot").on(t.slotId),
  ],
);

/** What was agreed to, word for word, with its digest. */
export const consents = pgTable(
  "consents",
  {
    id: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    textSha256: text().notNull(),
    /** The text as it was shown. */
    shown: jsonb().notNull(),
    agreed: boolean().notNull(),
    ageConfirmed: boolean().notNull(),
    givenAt: moment().notNull(),
  },
  (t) => [prefixed("consents_id", t.id, "cns"), unique("consents_session").on(t.sessionId)],
);

/** Attempts at the sound check and the headphone screen. */
export const checks = pgTable(
  "checks",
  {
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    kind: text({ enum: CHECK_KINDS }).notNull(),
    attempt: integer().notNull(),
    passed: boolean().notNull(),
    /** Expected and given answers. */
    detail: jsonb().notNull(),
    takenAt: moment().notNull(),
  },
  (t) => [
    unique("checks_attempt").on(t.sessionId, t.kind, t.attempt),
    oneOf("checks_kind", t.kind, CHECK_KINDS),
  ],
);

/** Answers to questions; null where "prefer not to say". */
export const answers = pgTable(
  "answers",
  {
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    question: text().notNull(),
    value: jsonb(),
    answeredAt: moment().notNull(),
  },
  (t) => [unique("answers_question").on(t.sessionId, t.question)],
);

/** Timeline of a session for the desk. */
export const sessionEvents = pgTable(
  "session_events",
  {
    sequence: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    detail: jsonb().notNull().default({}),
    happenedAt: moment().notNull(),
  },
  (t) => [index("session_events_by_session").on(t.sessionId)],
);

/** Exclusions with their reason; undoing keeps the row. */
export const exclusions = pgTable(
  "exclusions",
  {
    id: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    reason: text().notNull(),
    /** The plan's exclusion rule, where one decided. */
    rule: text(),
    excludedBy: text(),
    excludedAt: madeAt(),
    undoneBy: text(),
    undoneAt: moment(),
  },
  (t) => [
    prefixed("exclusions_id", t.id, "exc"),
    uniqueIndex("exclusions_standing").on(t.sessionId).where(sql`${t.undoneAt} is null`),
  ],
);

/** Withdrawals: the count stays, the ratings go. */
export const withdrawals = pgTable(
  "withdrawals",
  {
    id: text().primaryKey(),
    studyId: text()
      .notNull()
      .references(() => studies.id, { onDelete: "cascade" }),
    sessionId: text()
      .notNull()
      .unique()
      .references(() => sessions.id, { onDelete: "cascade" }),
    /** Shown to the participant as proof. */
    receipt: text().notNull(),
    /** Rows erased. */
    ratings: integer().notNull(),
    /** Whether the session was complete. */
    afterCompletion: boolean().notNull(),
    withdrawnAt: moment().notNull(),
  },
  (t) => [prefixed("withdrawals_id", t.id, "wdr"), index("withdrawals_by_study").on(t.studyId)],
);

/**
 * How far each caller has used up its requests: the moment at which its allowance would be whole again.
 * Unlogged (see its migration), since a crash may forget it; rows go within the hour.
 */
export const requestAllowances = pgTable("request_allowances", {
  /** A session's digest, an address, or a study's callers of unknown address. */
  caller: text().primaryKey(),
  wholeAt: moment().notNull(),
});
