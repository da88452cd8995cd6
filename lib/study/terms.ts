/**
 * The closed lists of words that database, checks and pages share. One list feeds the CHECK
 * constraint, the zod schema and the pages.
 */

/** Live studies count; test and simulated ones accept a declared clock and never leave that mark. */
export const STUDY_MODES = ["live", "test", "simulated"] as const;
/** draft → open ⇄ paused → closed. */
export const STUDY_STATUSES = ["draft", "open", "paused", "closed"] as const;
/** A version is edited as a draft and frozen at launch. */
export const VERSION_STATUSES = ["draft", "frozen"] as const;
/** What a version changes against the one before it. */
export const VERSION_CHANGES = ["first", "cosmetic", "substantive"] as const;
/** A stimulus set is immutable once published; archiving only hides it. */
export const SET_STATUSES = ["draft", "published", "archived"] as const;
/** A slot waits, is held by a session, or is used up by a completed one. */
export const SLOT_STATUSES = ["free", "claimed", "done"] as const;
/** What happened to a slot. */
export const SLOT_EVENTS = ["claimed", "returned", "completed"] as const;
/** Why a slot came back. */
export const RETURN_REASONS = [
  "timed out",
  "withdrawn",
  "excluded",
  "declined",
  "screened out",
] as const;
/** Where a session stands as a whole; exclusion is kept apart, since it can be undone. */
export const SESSION_STATUSES = [
  "active",
  "complete",
  "abandoned",
  "declined",
  "screened-out",
  "withdrawn",
] as const;
/** Practice trials come first and are never analysed; `main` ones are. */
export const TRIAL_KINDS = ["practice", "main", "repeat", "catch"] as const;
/** A trial waits for its ratings, has them, or was passed over with a reason. */
export const TRIAL_STATUSES = ["pending", "rated", "skipped"] as const;
/** Trial types; A/B preference is the planned second. */
export const TRIAL_TYPES = ["rating"] as const;
/** The listener's checks before the trials. */
export const CHECK_KINDS = ["sound", "huggins", "antiphase"] as const;
/** States of a job. */
export const JOB_STATUSES = ["queued", "running", "done", "failed", "cancelled"] as const;

export type StudyMode = (typeof STUDY_MODES)[number];
export type StudyStatus = (typeof STUDY_STATUSES)[number];
export type SetStatus = (typeof SET_STATUSES)[number];
export type SlotStatus = (typeof SLOT_STATUSES)[number];
export type ReturnReason = (typeof RETURN_REASONS)[number];
export type SessionStatus = (typeof SESSION_STATUSES)[number];
export type TrialKind = (typeof TRIAL_KINDS)[number];
export type JobStatus = (typeof JOB_STATUSES)[number];
