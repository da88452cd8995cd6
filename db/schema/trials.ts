import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { madeAt, moment, notNegative, oneOf, prefixed } from "@/db/schema/columns";
import { sessions } from "@/db/schema/sessions";
import { stimuli } from "@/db/schema/stimuli";
import type { ToneSpec } from "@/lib/study/screening";
import { TRIAL_KINDS, TRIAL_STATUSES, TRIAL_TYPES } from "@/lib/study/terms";

/** Trials: the presentations of a session, made when its slot is claimed. */
export const trials = pgTable(
  "trials",
  {
    id: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    type: text({ enum: TRIAL_TYPES }).notNull().default("rating"),
    kind: text({ enum: TRIAL_KINDS }).notNull(),
    /** From 1; practice trials are counted by themselves. */
    position: integer().notNull(),
    /** From 1 (0 for practice): pauses lie between blocks. */
    block: integer().notNull(),
    setId: text().notNull(),
    stimulusId: text().notNull(),
    /** The first presentation, on repeat trials. */
    repeatOf: text().references((): AnyPgColumn => trials.id, { onDelete: "cascade" }),
    status: text({ enum: TRIAL_STATUSES }).notNull().default("pending"),
    comment: text().notNull().default(""),
    skipReason: text(),
    /** When the participant was first told to be at this trial. */
    shownAt: moment(),
    ratedAt: moment(),
  },
  (t) => [
    prefixed("trials_id", t.id, "trl"),
    oneOf("trials_type", t.type, TRIAL_TYPES),
    oneOf("trials_kind", t.kind, TRIAL_KINDS),
    oneOf("trials_status", t.status, TRIAL_STATUSES),
    check("trials_position", sql`${t.position} >= 1`),
    check("trials_repeat", sql`(${t.kind} = 'repeat') = (${t.repeatOf} is not null)`),
    check("trials_skipped", sql`(${t.status} = 'skipped') = (${t.skipReason} is not null)`),
    uniqueIndex("trials_order").on(t.sessionId, sql`(${t.kind} = 'practice')`, t.position),
    index("trials_by_stimulus").on(t.setId, t.stimulusId),
    foreignKey({
      columns: [t.setId, t.stimulusId],
      foreignColumns: [stimuli.setId, stimuli.id],
    }),
  ],
);

/** Opaque names under which a session's browser may fetch a clip. */
export const clipTokens = pgTable(
  "clip_tokens",
  {
    token: text().primaryKey(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    /** What the clip is for: "trial", "calibration", "sound 1", "huggins 1 3", … */
    purpose: text().notNull(),
    trialId: text()
      .unique()
      .references(() => trials.id, { onDelete: "cascade" }),
    setId: text(),
    stimulusId: text(),
    /** A sound computed on request instead of a stimulus. */
    tone: jsonb().$type<ToneSpec>(),
    /** When its bytes were first asked for. */
    servedAt: moment(),
  },
  (t) => [
    check("clip_tokens_source", sql`(${t.stimulusId} is null) <> (${t.tone} is null)`),
    uniqueIndex("clip_tokens_purpose").on(t.sessionId, t.purpose).where(sql`${t.trialId} is null`),
    index("clip_tokens_by_session").on(t.sessionId),
    foreignKey({
      columns: [t.setId, t.stimulusId],
      foreignColumns: [stimuli.setId, stimuli.id],
    }),
  ],
);

/** Listening receipts: what the page saw and what the server measured. */
export const receipts = pgTable(
  "receipts",
  {
    trialId: text()
      .primaryKey()
      .references(() => trials.id, { onDelete: "cascade" }),
    firstPlayMs: doublePrecision(),
    plays: integer().notNull(),
    seeks: integer().notNull(),
    pauses: integer().notNull(),
    /** Heard ranges in milliseconds of the clip. */
    ranges: jsonb().$type<[number, number][]>().notNull(),
    /** Union of the ranges as a share of the clip, 0..1. */
    coverage: doublePrecision().notNull(),
    hiddenMs: doublePrecision().notNull(),
    /** From shown to sent by the page's clock. */
    elapsedMs: doublePrecision().notNull(),
    /** From shown or served, whichever is later, to received by the server's clock. */
    serverMs: doublePrecision().notNull(),
    /** From the end of the first playback to the last choice, by dimension. */
    ratedMs: jsonb().$type<Record<string, number>>().notNull(),
    sampleRate: doublePrecision(),
    loadFailures: integer().notNull(),
    /** Sent from the outbox: the page's clock decided. */
    late: boolean().notNull(),
    receivedAt: moment().notNull(),
  },
  (t) => [
    notNegative("receipts_counts", t.plays, t.seeks, t.pauses, t.hiddenMs, t.elapsedMs),
    check("receipts_coverage", sql`${t.coverage} between 0 and 1`),
  ],
);

/** Ratings in long form: one value, one dimension, one trial. Range checked by a trigger. */
export const ratings = pgTable(
  "ratings",
  {
    id: text().primaryKey(),
    trialId: text()
      .notNull()
      .references(() => trials.id, { onDelete: "cascade" }),
    dimension: text().notNull(),
    value: integer().notNull(),
    /** The browser's key for (trial, dimension). */
    clientKey: text().notNull(),
    receivedAt: moment().notNull(),
    createdAt: madeAt(),
  },
  (t) => [
    prefixed("ratings_id", t.id, "rtg"),
    unique("ratings_trial_dimension").on(t.trialId, t.dimension),
    unique("ratings_client_key").on(t.trialId, t.clientKey),
  ],
);
