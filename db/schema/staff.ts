import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

/** What an account holder may do: admins act, researchers read and export. */
export const STAFF_ROLES = ["admin", "researcher"] as const;
/** One of `STAFF_ROLES`. */
export type StaffRole = (typeof STAFF_ROLES)[number];

const moment = (name: string) => timestamp(name, { withTimezone: true });

/**
 * A member of staff. The property names are those that better-auth expects of its `user` model;
 * a banned holder is one whose access was withdrawn.
 */
export const accountHolders = pgTable(
  "account_holders",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: text("image"),
    role: text("role", { enum: STAFF_ROLES }).notNull().default("researcher"),
    banned: boolean("banned").notNull().default(false),
    banReason: text("ban_reason"),
    banExpires: moment("ban_expires_at"),
    twoFactorEnabled: boolean("two_factor_enabled").notNull().default(false),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("account_holders_email_key").on(sql`lower(${table.email})`),
    check("account_holders_role_known", sql`${table.role} in ('admin', 'researcher')`),
  ],
);

/** One log-in of an account holder on one browser (better-auth's `session`); revocable. */
export const signIns = pgTable(
  "sign_ins",
  {
    id: text("id").primaryKey(),
    token: text("token").notNull().unique(),
    userId: text("account_holder_id")
      .notNull()
      .references(() => accountHolders.id, { onDelete: "cascade" }),
    expiresAt: moment("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    impersonatedBy: text("impersonated_by"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("sign_ins_account_holder_idx").on(table.userId)],
);

/** How an account holder proves who they are (better-auth's `account`): here an argon2id hash. */
export const signInMethods = pgTable(
  "sign_in_methods",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("account_holder_id")
      .notNull()
      .references(() => accountHolders.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: moment("access_token_expires_at"),
    refreshTokenExpiresAt: moment("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("sign_in_methods_holder_provider_key").on(table.userId, table.providerId),
  ],
);

/**
 * A second factor: the key of a six-digit code that an app shows, and codes for when it is lost, both
 * encrypted (better-auth's `twoFactor`).
 */
export const secondFactors = pgTable(
  "second_factors",
  {
    id: text("id").primaryKey(),
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    userId: text("account_holder_id")
      .notNull()
      .references(() => accountHolders.id, { onDelete: "cascade" }),
    verified: boolean("verified").notNull().default(true),
    failedVerificationCount: integer("failed_verifications").notNull().default(0),
    lockedUntil: moment("locked_until_at"),
  },
  (table) => [uniqueIndex("second_factors_account_holder_key").on(table.userId)],
);

/** Short-lived values of better-auth (its `verification` model). */
export const verificationValues = pgTable(
  "verification_values",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("verification_values_identifier_idx").on(table.identifier)],
);

/** How often something was asked for (better-auth's `rateLimit`). */
export const requestLimits = pgTable("request_limits", {
  id: text("id").primaryKey(),
  key: text("key").notNull().unique(),
  count: integer("count").notNull(),
  lastRequest: bigint("last_request_ms", { mode: "number" }).notNull(),
});

/** Wrong passwords in a row, per account and per address; a right one clears the account's. */
export const signInFailures = pgTable("sign_in_failures", {
  /** `account:<digest of the e-mail>` or `address:<address>`. */
  key: text("key").primaryKey(),
  count: integer("count").notNull(),
  lastFailedAt: moment("last_failed_at").notNull(),
});

/** Secrets that all web servers share, drawn at the first start (the key that signs staff cookies). */
export const siteSecrets = pgTable("site_secrets", {
  name: text("name").primaryKey(),
  value: text("value").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
});

/** One-time links: an invitation or a password reset. Only the secret's SHA-256 is kept. */
export const oneTimeLinks = pgTable(
  "one_time_links",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: ["invitation", "reset"] }).notNull(),
    secretDigest: text("secret_digest").notNull().unique(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role", { enum: STAFF_ROLES }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull(),
    usedAt: moment("used_at"),
  },
  (table) => [index("one_time_links_email_idx").on(table.email)],
);

/**
 * Every act of staff: who, what, on what, when, before and after. Each row's hash covers its own
 * content and the hash before it; triggers refuse changes and removals.
 */
export const auditEntries = pgTable(
  "audit_entries",
  {
    /** 1, 2, 3 … without gaps: a missing number would show. */
    number: bigint("number", { mode: "number" }).primaryKey(),
    occurredAt: moment("occurred_at").notNull(),
    /** An account holder's id, `cli` or `system`; no foreign key, so that it outlives the account. */
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    /** What was done, for example `study.launch`. */
    act: text("act").notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull().unique(),
  },
  (table) => [
    index("audit_entries_object_idx").on(table.objectKind, table.objectId),
    index("audit_entries_actor_idx").on(table.actorId),
    check("audit_entries_number_positive", sql`${table.number} > 0`),
  ],
);
