import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { madeAt, moment, oneOf, prefixed } from "@/db/schema/columns";
import { stimulusSets } from "@/db/schema/stimuli";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { STUDY_MODES, STUDY_STATUSES, VERSION_CHANGES, VERSION_STATUSES } from "@/lib/study/terms";

/** Studies; what is frozen at launch never changes again (see the triggers). */
export const studies = pgTable(
  "studies",
  {
    id: text().primaryKey(),
    /** The name in addresses and on the command line. */
    slug: text().notNull().unique(),
    /** Shown to staff. */
    name: text().notNull(),
    mode: text({ enum: STUDY_MODES }).notNull().default("live"),
    status: text({ enum: STUDY_STATUSES }).notNull().default("draft"),
    /** Every order is drawn from this seed. */
    seed: text().notNull(),
    setId: text()
      .notNull()
      .references(() => stimulusSets.id),
    /** The study that this one was duplicated from. */
    parentId: text(),
    createdBy: text(),
    createdAt: madeAt(),
    launchedAt: moment(),
    pausedAt: moment(),
    /** When the last pause ended. */
    resumedAt: moment(),
    closedAt: moment(),
    archivedAt: moment(),
    /** When the stop rule by interval width was met: it stays met, and nobody new can start. */
    stopRuleMetAt: moment(),
    /** When model names were first shown to staff. */
    unblindedAt: moment(),
    /** When the public results page was released. */
    releasedAt: moment(),
  },
  (t) => [
    prefixed("studies_id", t.id, "std"),
    oneOf("studies_mode", t.mode, STUDY_MODES),
    oneOf("studies_status", t.status, STUDY_STATUSES),
    check("studies_slug", sql`${t.slug} ~ '^[a-z0-9](-?[a-z0-9])*$' and length(${t.slug}) <= 60`),
    check("studies_launched", sql`${t.status} = 'draft' or ${t.launchedAt} is not null`),
    index("studies_by_set").on(t.setId),
  ],
);

/** Versions of a study's configuration; sessions record theirs. */
export const studyVersions = pgTable(
  "study_versions",
  {
    id: text().primaryKey(),
    studyId: text()
      .notNull()
      .references(() => studies.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    status: text({ enum: VERSION_STATUSES }).notNull().default("draft"),
    change: text({ enum: VERSION_CHANGES }).notNull().default("first"),
    note: text().notNull().default(""),
    configuration: jsonb().$type<StudyConfiguration>().notNull(),
    /** SHA-256 of the configuration's canonical JSON. */
    configurationSha256: text().notNull(),
    /** SHA-256 of the analysis plan's canonical JSON. */
    planSha256: text().notNull(),
    createdBy: text(),
    createdAt: madeAt(),
    frozenAt: moment(),
  },
  (t) => [
    prefixed("study_versions_id", t.id, "ver"),
    unique("study_versions_number").on(t.studyId, t.number),
    oneOf("study_versions_status", t.status, VERSION_STATUSES),
    oneOf("study_versions_change", t.change, VERSION_CHANGES),
    check("study_versions_positive", sql`${t.number} >= 1`),
    check("study_versions_frozen", sql`(${t.status} = 'frozen') = (${t.frozenAt} is not null)`),
  ],
);

/** Every saved state of a draft, its history; values may not be valid yet. */
export const studyDrafts = pgTable(
  "study_drafts",
  {
    studyId: text()
      .notNull()
      .references(() => studies.id, { onDelete: "cascade" }),
    /** Grows with every save; 0 is the state in which the study was made. */
    number: integer().notNull(),
    content: jsonb().$type<StudyConfiguration>().notNull(),
    savedBy: text(),
    savedByName: text().notNull(),
    /** The first save of this step; later ones within a minute belong to it. */
    begunAt: madeAt(),
    savedAt: madeAt(),
  },
  (t) => [primaryKey({ columns: [t.studyId, t.number] })],
);

/** The scales of a frozen version, where the database looks up a rating's range. */
export const studyDimensions = pgTable(
  "study_dimensions",
  {
    versionId: text()
      .notNull()
      .references(() => studyVersions.id, { onDelete: "cascade" }),
    dimension: text().notNull(),
    position: integer().notNull(),
    low: integer().notNull(),
    high: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.versionId, t.dimension] }),
    check("study_dimensions_points", sql`${t.high} - ${t.low} between 1 and 10`),
    check("study_dimensions_count", sql`${t.position} between 1 and 6`),
  ],
);

/** Logged looks at means and p-values before the stop rule was met. */
export const studyLooks = pgTable(
  "study_looks",
  {
    id: text().primaryKey(),
    studyId: text()
      .notNull()
      .references(() => studies.id, { onDelete: "cascade" }),
    /** The staff account that looked. */
    lookedBy: text(),
    reason: text().notNull(),
    /** Completed sessions at that moment. */
    completed: integer().notNull(),
    lookedAt: madeAt(),
  },
  (t) => [prefixed("study_looks_id", t.id, "lok"), index("study_looks_by_study").on(t.studyId)],
);

/** Results that take long, kept by a digest of the data they were computed from. */
export const studyResults = pgTable(
  "study_results",
  {
    studyId: text()
      .notNull()
      .references(() => studies.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    dataSha256: text().notNull(),
    value: jsonb(),
    startedAt: madeAt(),
    computedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.studyId, t.kind, t.dataSha256] })],
);
