import { z } from "zod";
import { REFUSAL_CODES, type RefusalReason } from "@/lib/study/participant-refusal";
import { participantViewSchema } from "@/lib/study/participant-view";

/**
 * What a participant's browser sends and gets. Paths below /api/participant/<slug>/ :
 *
 * | call | body | answer |
 * |---|---|---|
 * | GET where | query of the recruitment link | `ParticipantView` |
 * | POST start | StartRequest | `ParticipantView`, sets the session cookie |
 * | POST consent | ConsentRequest | `ParticipantView` |
 * | POST sound | SoundRequest | `ParticipantView` |
 * | POST headphones | HeadphonesRequest | `ParticipantView` |
 * | POST trials | TrialRequest | 200 `TrialAnswer`; 409 `TrialAnswer` with what stands stored |
 * | POST pause | PauseRequest | `ParticipantView` |
 * | POST answers | AnswersRequest | `ParticipantView` |
 * | POST finish | FinishRequest | `ParticipantView` (done only when every row is stored) |
 * | POST heartbeat | HeartbeatRequest | `HeartbeatAnswer` |
 * | POST language | LanguageRequest | `ParticipantView` |
 * | POST resume | ResumeRequest | `ParticipantView`, sets the session cookie |
 * | POST withdraw | WithdrawRequest | `ParticipantView` |
 * | POST leave | {} (lab mode: next participant) | `ParticipantView`, clears the cookie |
 * | GET consent-copy | | plain text of what was agreed to, or is to be |
 *
 * Every body is JSON (any content type, so that `sendBeacon` works). Errors are `ErrorAnswer` with
 * 400 (the body is wrong), 403 (origin), 404, 409, 422 (refused with a reason), 429, 503.
 * Sending anything twice is safe.
 */

const shortText = z.string().max(200);

/** Recruitment parameters as they came in the query: PROLIFIC_PID, STUDY_ID, workerId, … */
export const recruitmentSchema = z
  .record(z.string().min(1).max(60), shortText)
  .refine((fields) => Object.keys(fields).length <= 20, "expected at most 20 parameters");

/** First step: makes the session and claims its slot. */
export const startRequestSchema = z.strictObject({
  language: z.string().max(12),
  recruitment: recruitmentSchema,
  /** Drawn by the page once and kept until answered, so that a double click starts one session. */
  key: z.string().min(16).max(64),
  /** Started on a shared computer in a lab. */
  lab: z.boolean().optional(),
});

/** Agreement or its refusal; `version` is the digest shown with the text. */
export const consentRequestSchema = z.strictObject({
  version: z.string().max(80),
  agree: z.boolean(),
  ageConfirmed: z.boolean(),
});

/** What the participant listens on. */
export const LISTENING_DEVICES = [
  "over-ear headphones",
  "earphones",
  "loudspeakers",
  "built-in speakers",
  "unsaid",
] as const;

/** The sound check: what was counted and what is listened on. */
export const soundRequestSchema = z.strictObject({
  /** The attempt answered, from 1: one that is sent again is not judged twice. */
  attempt: z.int().min(1),
  /** The number of notes heard; null where nothing was asked. */
  heard: z.int().min(0).max(20).nullable(),
  device: z.enum(LISTENING_DEVICES),
  /** Output sample rate in hertz, where the browser tells it. */
  sampleRate: z.number().positive().max(1_000_000).nullable(),
});

/** One whole attempt at the headphone screen: the interval (1..3) chosen in each trial. */
export const headphonesRequestSchema = z.strictObject({
  /** The attempt answered, from 1: one that is sent again is not judged twice. */
  attempt: z.int().min(1),
  answers: z.array(z.int().min(1).max(3)).max(20),
});

/** A range of the clip that was played, in milliseconds from its start. */
export const playedRangeSchema = z.tuple([z.number().min(0), z.number().min(0)]);

/** What the page saw of the listening, all times in milliseconds of the page's monotonic clock. */
export const receiptSchema = z.strictObject({
  /** From the trial being shown to the first play; null when never played. */
  firstPlayMs: z.number().min(0).nullable(),
  plays: z.int().min(0).max(10_000),
  seeks: z.int().min(0).max(10_000),
  pauses: z.int().min(0).max(10_000),
  /** Ranges heard, in any order; they may overlap. */
  ranges: z.array(playedRangeSchema).max(500),
  /** Time that the tab was hidden while the trial was shown. */
  hiddenMs: z.number().min(0),
  /** From the trial being shown to Next. */
  elapsedMs: z.number().min(0),
  /** From the end of the first full playback to the last choice in each dimension. */
  ratedMs: z.record(z.string(), z.number()),
  sampleRate: z.number().positive().max(1_000_000).nullable(),
  /** Failed attempts at loading the clip. */
  loadFailures: z.int().min(0).max(1000),
});

/** One rating on its way: a client key per (trial, dimension) lets it be sent again. */
export const ratingBodySchema = z.strictObject({
  dimension: z.string().min(1).max(60),
  value: z.int(),
  /** At least 16 letters, drawn by the page once per trial and dimension. */
  key: z.string().min(16).max(64),
});

const ratingBodiesSchema = z
  .array(ratingBodySchema)
  .min(1)
  .max(6)
  .refine(
    (ratings) => new Set(ratings.map(({ key }) => key)).size === ratings.length,
    "expected a key of its own for each rating",
  );

/** The ratings of one trial, sent on Next; or the reason why its clip could not be heard. */
export const trialRequestSchema = z.strictObject({
  trial: z.string().max(60),
  outcome: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("rated"), ratings: ratingBodiesSchema }),
    /** After retries with back-off: the trial is passed over with the reason recorded. */
    z.strictObject({
      kind: z.literal("skipped"),
      reason: z.enum(["clip failed", "cannot play sound"]),
      detail: shortText,
    }),
  ]),
  receipt: receiptSchema,
  comment: z.string().max(5000),
  /** True when it waited in the outbox: then `receipt.elapsedMs` is the clock that counts. */
  late: z.boolean(),
});

/** Goes on after a pause; `number` is the progress shown, so that a double click passes one pause. */
export const pauseRequestSchema = z.strictObject({ number: z.int().min(0) });

/** One answer to a question; null = "prefer not to say" or left out. */
export const answerValueSchema = z.union([
  z.string().max(10_000),
  z.number(),
  z.array(z.string().max(100)).max(50),
  z.null(),
]);

/** Answers to the questions by question id. */
export const answersRequestSchema = z.strictObject({
  answers: z.record(z.string().max(60), answerValueSchema),
});

/** Asks for the last page. */
export const finishRequestSchema = z.strictObject({});

/** Leaves the session on this computer: the next participant begins. */
export const leaveRequestSchema = z.strictObject({});

/**
 * Sent every 15 s while a page is open and seen: keeps the place and tells the desk where people
 * are. A tab left behind for good gives its place to someone else.
 */
export const heartbeatRequestSchema = z.strictObject({ page: z.string().max(30) });

/** Another language from now on. */
export const languageRequestSchema = z.strictObject({ language: z.string().max(12) });

/** The secret of a private link. */
export const resumeRequestSchema = z.strictObject({ secret: z.string().min(16).max(80) });

/** Withdrawal: by private link (`secret`), or of the session of this browser (null). */
export const withdrawRequestSchema = z.strictObject({
  secret: z.string().min(16).max(80).nullable(),
  confirm: z.literal(true),
});

/** What became of the ratings of one trial. */
export const trialAnswerSchema = z.strictObject({
  /** stored = new rows; already = the same rows stood there; conflict = other values stand there. */
  status: z.enum(["stored", "already", "conflict"]),
  trial: z.string(),
  /** What is stored for this trial now, by dimension. */
  ratings: z.record(z.string(), z.int()),
  view: participantViewSchema,
});

/** A heartbeat's answer: where the server believes the participant to be. */
export const heartbeatAnswerSchema = z.strictObject({
  page: z.string(),
  trial: z.string().nullable(),
});

/** Every error's word: a refusal's reason, or the code of what any request may meet. */
export const ERROR_WORDS = [
  ...(Object.keys(REFUSAL_CODES) as RefusalReason[]),
  "too many requests",
  "unavailable",
  "failed",
] as const;

/** Every error as JSON: the reason, and a sentence that says what was expected and what came. */
export const errorAnswerSchema = z.strictObject({
  error: z.enum(ERROR_WORDS),
  message: z.string(),
  /** The field that it is about, where there is one. */
  field: z.string().optional(),
});

/** Header with milliseconds since 1970, accepted only by studies marked simulated or test. */
export const DECLARED_CLOCK_HEADER = "x-declared-clock";

/** Every error's word. */
export type ErrorWord = (typeof ERROR_WORDS)[number];
export type StartRequest = z.infer<typeof startRequestSchema>;
export type ConsentRequest = z.infer<typeof consentRequestSchema>;
export type SoundRequest = z.infer<typeof soundRequestSchema>;
export type HeadphonesRequest = z.infer<typeof headphonesRequestSchema>;
export type Receipt = z.infer<typeof receiptSchema>;
export type RatingBody = z.infer<typeof ratingBodySchema>;
export type TrialRequest = z.infer<typeof trialRequestSchema>;
export type PauseRequest = z.infer<typeof pauseRequestSchema>;
export type AnswerValue = z.infer<typeof answerValueSchema>;
export type AnswersRequest = z.infer<typeof answersRequestSchema>;
export type LanguageRequest = z.infer<typeof languageRequestSchema>;
export type ResumeRequest = z.infer<typeof resumeRequestSchema>;
export type WithdrawRequest = z.infer<typeof withdrawRequestSchema>;
export type TrialAnswer = z.infer<typeof trialAnswerSchema>;
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswerSchema>;
export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;
