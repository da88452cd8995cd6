import { z } from "zod";
import { HEADPHONE_KINDS, QUESTION_KINDS } from "@/lib/study/configuration";

/**
 * What the participant's pages show: the answer of the one "where am I" call, a union on `page`.
 * Everything is already in the session's language. Nothing here tells condition, item, stimulus,
 * set or file name; clips are opaque URLs. Request bodies stand in participant-requests.ts.
 */

/** Every page that a participant can be on. */
export const PARTICIPANT_PAGES = [
  "welcome",
  "consent",
  "sound",
  "headphones",
  "practice",
  "trial",
  "pause",
  "questions",
  "done",
  "declined",
  "full",
  "closed",
  "paused",
  "already-started",
  "incomplete-link",
  "other-person",
  "screened-out",
  "expired",
  "withdrawn",
  "not-found",
] as const;

/** The name of a participant's page. */
export type ParticipantPage = (typeof PARTICIPANT_PAGES)[number];

/** A clip: an opaque URL on this site (`/api/clips/<token>`) and its length. */
export const clipViewSchema = z.strictObject({
  url: z.string().startsWith("/api/clips/"),
  durationMs: z.number().positive(),
});

/** One point of a scale; `label` is null where only the ends have words. */
export const scalePointSchema = z.strictObject({
  value: z.int(),
  label: z.string().nullable(),
});

/** One rating dimension, in the order in which this participant sees them. */
export const dimensionViewSchema = z.strictObject({
  /** Key of the dimension in requests, for example `harmony`. */
  id: z.string(),
  name: z.string(),
  question: z.string(),
  definition: z.string(),
  /** From the lowest point to the highest; no point is preselected. */
  points: z.array(scalePointSchema).min(2).max(11),
  lowLabel: z.string(),
  highLabel: z.string(),
});

/** Colours, texts and marks that every page needs. */
export const studyViewSchema = z.strictObject({
  slug: z.string(),
  title: z.string(),
  /** Language of every text in this answer. */
  language: z.string(),
  /** Languages offered, the first is the default. */
  languages: z.array(z.string()).min(1),
  /** Simulated or test sessions are marked on every page. */
  mode: z.enum(["live", "test", "simulated"]),
  /** A shared computer in a lab: the last page offers "next participant". */
  lab: z.boolean(),
  /** Parameters of the link that name a person: the next participant does not take them over. */
  personParameters: z.array(z.string()),
  /** Digit keys rate, unless the participant turns them off. */
  digitShortcuts: z.boolean(),
  contact: z.string(),
});

/** n of N for a bar; main, repeat and catch trials are counted alike. */
export const progressSchema = z.strictObject({ number: z.int().min(0), total: z.int().min(0) });

/** When ratings open and what is checked about listening. */
export const receiptRulesSchema = z.strictObject({
  /** Share of the clip (0..1) that must have been heard before ratings open; 0 = open at once. */
  coverage: z.number().min(0).max(1),
  /** Times that the clip may be played after the first; null = as often as wanted. */
  replays: z.int().min(0).nullable(),
  /** Play by itself from the second trial on. */
  autoplay: z.boolean(),
});

/** A question after the ratings (all of them may be skipped). */
export const questionViewSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(QUESTION_KINDS),
  text: z.string(),
  help: z.string(),
  options: z.array(z.strictObject({ id: z.string(), label: z.string() })),
  min: z.number().nullable(),
  max: z.number().nullable(),
});

/** Consent text as the participant reads it, numbered by the page. */
export const consentViewSchema = z.strictObject({
  /** Digest of the text; sent back, so that what was agreed to is known. */
  version: z.string(),
  paragraphs: z.array(z.strictObject({ heading: z.string(), text: z.string() })),
  controller: z.string(),
  contact: z.string(),
  ethicsNumber: z.string(),
  purpose: z.string(),
  /** ISO dates (yyyy-mm-dd) or "". */
  retentionDate: z.string(),
  withdrawalDeadline: z.string(),
  /** Age that must be confirmed; null = no question. */
  minimumAge: z.int().nullable(),
});

/** How a finished participant goes back to where they came from. */
export const completionViewSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("code"), code: z.string() }),
  z.strictObject({ kind: z.literal("redirect"), url: z.string() }),
]);

const study = studyViewSchema;
/** Path of the private link by which the session goes on in another browser. */
const resumeLink = z.string();

const trialFields = {
  study,
  resumeLink,
  /** Opaque id of the trial, to be sent with its ratings. */
  trial: z.string(),
  /** Trial type: which view to show. */
  type: z.literal("rating"),
  progress: progressSchema,
  clip: clipViewSchema,
  /** The clip after this one, to load while this one plays; null after the last. */
  next: clipViewSchema.nullable(),
  dimensions: z.array(dimensionViewSchema).min(1).max(6),
  rules: receiptRulesSchema,
  /** A field for a comment is offered. */
  comment: z.boolean(),
};

/** Where a participant is, with everything that the page must show. */
export const participantViewSchema = z.discriminatedUnion("page", [
  z.strictObject({
    page: z.literal("welcome"),
    study,
    intro: z.string(),
    needs: z.string(),
    organiser: z.string(),
    /** Short pieces heard, practice not counted. */
    pieces: z.int(),
    /** Expected length in whole minutes: computed from the configuration, later the median. */
    minutes: z.int(),
  }),
  z.strictObject({ page: z.literal("consent"), study, resumeLink, consent: consentViewSchema }),
  z.strictObject({
    page: z.literal("sound"),
    study,
    resumeLink,
    /** Music at the level of the study, to set the volume by; null where the set has none. */
    calibration: clipViewSchema.nullable(),
    /** A short run of notes (uncompressed) to count, with the answers offered. */
    heard: z.strictObject({ clip: clipViewSchema, choices: z.array(z.int()).min(2) }).nullable(),
    /** Wrong answers so far; a new run of notes is drawn after each. */
    misses: z.int(),
  }),
  z.strictObject({
    page: z.literal("headphones"),
    study,
    resumeLink,
    kind: z.enum(HEADPHONE_KINDS),
    /** Each trial is one uncompressed stereo clip of three intervals; one of them is different. */
    trials: z.array(clipViewSchema),
    intervals: z.literal(3),
    /** Whole attempts begun, this one included. */
    attempt: z.int(),
    /** Whole attempts still allowed, this one included. */
    attempts: z.int(),
  }),
  z.strictObject({ page: z.literal("practice"), ...trialFields, hint: z.string().nullable() }),
  z.strictObject({ page: z.literal("trial"), ...trialFields }),
  z.strictObject({
    page: z.literal("pause"),
    study,
    resumeLink,
    progress: progressSchema,
    /** What the pause comes before: the first main trial (after practice) or another block. */
    before: z.enum(["main", "block"]),
    text: z.string(),
    next: clipViewSchema.nullable(),
  }),
  z.strictObject({
    page: z.literal("questions"),
    study,
    resumeLink,
    questions: z.array(questionViewSchema),
  }),
  z.strictObject({
    page: z.literal("done"),
    study,
    thanks: z.string(),
    debrief: z.string(),
    completion: completionViewSchema,
    /** Path of the private link to withdraw; null after a re-entry by recruitment id. */
    withdrawLink: z.string().nullable(),
    withdrawalDeadline: z.string(),
    /** Own mean per dimension, where the study shows it; null otherwise. */
    ownResults: z
      .array(z.strictObject({ name: z.string(), mean: z.number().nullable(), count: z.int() }))
      .nullable(),
  }),
  z.strictObject({ page: z.literal("declined"), study, completion: completionViewSchema }),
  z.strictObject({ page: z.literal("full"), study, completion: completionViewSchema }),
  z.strictObject({ page: z.literal("closed"), study, completion: completionViewSchema }),
  /** The study is paused by its staff: what was given is kept, the session goes on later. */
  z.strictObject({ page: z.literal("paused"), study }),
  /** Someone with this recruitment id has begun; only the private link goes on. */
  z.strictObject({ page: z.literal("already-started"), study }),
  /** The link should name a person and holds a placeholder that nobody filled, or nothing. */
  z.strictObject({ page: z.literal("incomplete-link"), study }),
  /** The link names another person than the one whose session this browser has. */
  z.strictObject({ page: z.literal("other-person"), study }),
  z.strictObject({
    page: z.literal("screened-out"),
    study,
    reason: z.enum(["headphones", "sound", "age", "unheard"]),
    completion: completionViewSchema,
  }),
  /** The session was given up (too long away) and its place was given to someone else. */
  z.strictObject({ page: z.literal("expired"), study }),
  z.strictObject({ page: z.literal("withdrawn"), study, receipt: z.string() }),
  z.strictObject({ page: z.literal("not-found") }),
]);

/** Where a participant is, with everything that the page must show. */
export type ParticipantView = z.infer<typeof participantViewSchema>;
/** The answer for one page. */
export type ViewOf<P extends ParticipantPage> = Extract<ParticipantView, { page: P }>;
/** A clip as a page sees it. */
export type ClipView = z.infer<typeof clipViewSchema>;
/** A rating dimension as a page sees it. */
export type DimensionView = z.infer<typeof dimensionViewSchema>;
/** What every page knows about the study. */
export type StudyView = z.infer<typeof studyViewSchema>;
/** A question as a page sees it. */
export type QuestionView = z.infer<typeof questionViewSchema>;
/** The consent text as a page sees it. */
export type ConsentView = z.infer<typeof consentViewSchema>;
/** How a finished participant goes back to where they came from. */
export type CompletionView = z.infer<typeof completionViewSchema>;
