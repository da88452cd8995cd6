import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytea, madeAt, moment, notNegative, oneOf, prefixed } from "@/db/schema/columns";
import type { Originality, Stimulus, StimulusSet } from "@/lib/stimuli/manifest";
import { FILE_KINDS, STIMULUS_ROLES } from "@/lib/stimuli/manifest";
import { SET_STATUSES } from "@/lib/study/terms";

/** File contents by their SHA-256: equal bytes are stored once. */
export const blobs = pgTable(
  "blobs",
  {
    sha256: text().primaryKey(),
    bytes: bytea().notNull(),
    length: integer().notNull(),
    createdAt: madeAt(),
  },
  (t) => [
    check("blobs_digest", sql`${t.sha256} = encode(sha256(${t.bytes}), 'hex')`),
    check("blobs_length", sql`${t.length} = octet_length(${t.bytes})`),
  ],
);

/** Stimulus sets; a published one never changes again (see the triggers). */
export const stimulusSets = pgTable(
  "stimulus_sets",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    preset: text().notNull(),
    status: text({ enum: SET_STATUSES }).notNull().default("draft"),
    /** The manifest's part that holds for the whole set. */
    details: jsonb().$type<StimulusSet>().notNull(),
    /** The set that this one was regenerated from. */
    parentId: text(),
    /** The job that made it: a job imports its result once. */
    jobId: text(),
    createdBy: text(),
    createdAt: madeAt(),
    publishedAt: moment(),
    archivedAt: moment(),
  },
  (t) => [
    prefixed("stimulus_sets_id", t.id, "set"),
    oneOf("stimulus_sets_status", t.status, SET_STATUSES),
    check(
      "stimulus_sets_published",
      sql`${t.status} = 'draft' or ${t.publishedAt} is not null or ${t.archivedAt} is not null`,
    ),
    uniqueIndex("stimulus_sets_job").on(t.jobId),
    foreignKey({ columns: [t.parentId], foreignColumns: [t.id] }).onDelete("set null"),
  ],
);

/** Stimuli of a set, in manifest order. */
export const stimuli = pgTable(
  "stimuli",
  {
    setId: text()
      .notNull()
      .references(() => stimulusSets.id, { onDelete: "cascade" }),
    id: text().notNull(),
    position: integer().notNull(),
    role: text({ enum: STIMULUS_ROLES }).notNull(),
    condition: text().notNull(),
    item: text().notNull(),
    durationMs: real().notNull(),
    loudness: real(),
    truePeak: real(),
    seed: text(),
    originality: jsonb().$type<Originality>().notNull(),
    description: jsonb().$type<Record<string, number>>().notNull(),
    factors: jsonb().$type<Stimulus["factors"]>().notNull(),
    repairs: integer().notNull(),
    catch: jsonb().$type<NonNullable<Stimulus["catch"]>>(),
  },
  (t) => [
    primaryKey({ columns: [t.setId, t.id] }),
    prefixed("stimuli_id", t.id, "stm"),
    oneOf("stimuli_role", t.role, STIMULUS_ROLES),
    notNegative("stimuli_numbers", t.repairs, t.position),
    index("stimuli_by_id").on(t.id),
  ],
);

/** Files of a stimulus. */
export const stimulusFiles = pgTable(
  "stimulus_files",
  {
    setId: text().notNull(),
    stimulusId: text().notNull(),
    kind: text({ enum: FILE_KINDS }).notNull(),
    sha256: text()
      .notNull()
      .references(() => blobs.sha256),
  },
  (t) => [
    primaryKey({ columns: [t.setId, t.stimulusId, t.kind] }),
    oneOf("stimulus_files_kind", t.kind, FILE_KINDS),
    index("stimulus_files_by_digest").on(t.sha256),
    foreignKey({
      columns: [t.setId, t.stimulusId],
      foreignColumns: [stimuli.setId, stimuli.id],
    }).onDelete("cascade"),
  ],
);

/** Archives that staff uploaded to make a set of; the job that makes it takes them away. */
export const uploads = pgTable(
  "uploads",
  {
    id: text().primaryKey(),
    bytes: bytea().notNull(),
    length: integer().notNull(),
    createdBy: text(),
    createdAt: madeAt(),
  },
  (t) => [
    prefixed("uploads_id", t.id, "upl"),
    check("uploads_length", sql`${t.length} = octet_length(${t.bytes})`),
  ],
);
