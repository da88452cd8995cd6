import { z } from "zod";
import { canonicalJson, sha256Hex } from "@/lib/shared/canonical-json";
import { InputError } from "@/lib/shared/invariant";
import { analysisPlanSchema, stopRuleSchema } from "@/lib/study/analysis-plan";
import { checkConfiguration } from "@/lib/study/configuration-checks";
import { localTextSchema } from "@/lib/study/local-text";

const key = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "expected a-z, 0-9, - or _, at most 40");
const condition = z.string().min(1).max(100);
const text = localTextSchema;

/** A rating dimension: integer points from `low` to `high`, with its wording. */
export const dimensionSchema = z
  .strictObject({
    id: key,
    name: text,
    question: text,
    definition: text,
    low: z.int().min(-100).max(100),
    high: z.int().min(-100).max(100),
    lowLabel: text,
    highLabel: text,
    /** Labels of single points by value, for example { "3": { en: "neither" } }. */
    pointLabels: z.record(z.string().regex(/^-?\d+$/), text),
  })
  .refine((d) => d.high - d.low >= 1 && d.high - d.low <= 10, "expected 2 to 11 points");

/** Kinds of answers to a question after the ratings. */
export const QUESTION_KINDS = ["single", "multiple", "number", "short", "long"] as const;
/** The headphone screens: Huggins pitch, and tones in antiphase. */
export const HEADPHONE_KINDS = ["huggins", "antiphase"] as const;
/** Scales that a study may have at most. */
export const MOST_DIMENSIONS = 6;
/** Questions that a study may have at most. */
export const MOST_QUESTIONS = 40;

/** Whether the answer is chosen from a list. */
export function isChoice(kind: (typeof QUESTION_KINDS)[number]): boolean {
  return kind === "single" || kind === "multiple";
}

/** A question after the ratings; every one may be left out. */
export const questionSchema = z.strictObject({
  id: key,
  kind: z.enum(QUESTION_KINDS),
  text,
  help: text,
  options: z.array(z.strictObject({ id: key, label: text })).max(40),
  min: z.number().nullable(),
  max: z.number().nullable(),
});

/** How many trials of which condition a participant gets. */
const shareSchema = z.strictObject({
  condition,
  perParticipant: z.int().min(1).max(200),
});

/** The trials of a session. */
export const trialsSchema = z.strictObject({
  /** Conditions under comparison. */
  models: z.array(shareSchema).min(1).max(12),
  /** Hidden anchors, reported by themselves. */
  anchors: z.array(shareSchema).max(6),
  practice: z.int().min(0).max(10),
  /** Trials of each model that are presented again. */
  repeatsPerModel: z.int().min(0).max(20),
  catches: z.int().min(0).max(10),
  /** A pause comes after this many trials; null = no pauses. */
  pauseEvery: z.int().min(2).max(100).nullable(),
  /** Two stimuli of one item are more than this many trials apart, where the numbers allow it. */
  itemDistance: z.int().min(0).max(30),
  /** A repeat comes at least this many trials after the first presentation. */
  repeatDistance: z.int().min(1).max(100),
});

/** What is asked of listening. */
export const listeningSchema = z.strictObject({
  /** Share of the clip (0..1) that must have been heard. */
  coverage: z.number().min(0).max(1),
  /**
   * Share of the trials (0..1) that must be rated for a session to count as complete; one at least.
   * Left out by studies made before it was asked.
   */
  leastRatedShare: z.number().min(0).max(1).optional(),
  /** Plays allowed after the first; null = any number. */
  replays: z.int().min(0).max(100).nullable(),
  autoplay: z.boolean(),
  comment: z.boolean(),
  digitShortcuts: z.boolean(),
});

/** The optional headphone screen: 6 trials of three intervals. */
export const headphoneScreenSchema = z.strictObject({
  kind: z.enum(HEADPHONE_KINDS),
  /** 6 of 6 (guessing passes 0.14 %) or at least 5 (1.78 %). */
  passAt: z.union([z.literal(5), z.literal(6)]),
  attempts: z.int().min(1).max(3),
  /** Whether failing ends the session; otherwise it is only recorded. */
  screenOut: z.boolean(),
});

/** How someone who ends goes back to where they came from; `{PARAMETER}` is filled in a URL. */
export const completionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("code"), code: z.string().min(1, "expected a code").max(100) }),
  z.strictObject({
    kind: z.literal("redirect"),
    url: z
      .string()
      .regex(/^https?:\/\//, "expected http(s)://…")
      .max(2000),
  }),
]);

/** Consent as form fields. */
export const consentSchema = z.strictObject({
  controller: z.string().max(500),
  contact: z.string().max(500),
  ethicsNumber: z.string().max(200),
  purpose: text,
  minimumAge: z.int().min(0).max(120).nullable(),
  /** yyyy-mm-dd or "". */
  retentionDate: z.string().regex(/^(\d{4}-\d\d-\d\d)?$/, "expected yyyy-mm-dd or nothing"),
  withdrawalDeadline: z.string().regex(/^(\d{4}-\d\d-\d\d)?$/, "expected yyyy-mm-dd or nothing"),
  paragraphs: z.array(z.strictObject({ heading: text, text })).max(30),
});

/** A between-participant group: its own texts or its own part of the stimuli. */
export const groupSchema = z.strictObject({
  id: key,
  /** Texts of its own: instructions before the first main trial, and the debrief. */
  texts: z.strictObject({ instructions: text.optional(), debrief: text.optional() }),
  /** Items that this group hears; null = all. */
  items: z.array(z.string().min(1)).min(1).nullable(),
});

/** A study's whole configuration: versioned JSON, frozen at launch. */
export const configurationSchema = z
  .strictObject({
    format: z.literal(1),
    /** Study preset that it began as. */
    preset: z.string().min(1).max(60),
    /** The first is the default. */
    languages: z.array(z.string().min(2).max(12)).min(1).max(20),
    texts: z.strictObject({
      title: text,
      intro: text,
      needs: text,
      organiser: text,
      pause: text,
      thanks: text,
      debrief: text,
      /** One hint per practice trial. */
      hints: z.array(text).max(10),
    }),
    consent: consentSchema,
    dimensions: z.array(dimensionSchema).min(1).max(MOST_DIMENSIONS),
    dimensionOrder: z.enum(["drawn", "fixed"]),
    trials: trialsSchema,
    listening: listeningSchema,
    checks: z.strictObject({
      sound: z.boolean(),
      /** Wrong counts of notes that end the session; null = never. */
      soundMisses: z.int().min(1).max(20).nullable(),
      headphones: headphoneScreenSchema.nullable(),
    }),
    questions: z.array(questionSchema).max(MOST_QUESTIONS),
    groups: z.array(groupSchema).max(4),
    recruitment: z.strictObject({
      /** Query parameters that name a person; the first one given counts. */
      idParameters: z.array(z.string().min(1).max(60)).max(10),
      /** Nobody begins whose link names no person; left out by studies made before it was asked. */
      idNeeded: z.boolean().optional(),
      completion: z.strictObject({
        complete: completionSchema,
        screenedOut: completionSchema,
        full: completionSchema,
        closed: completionSchema,
        declined: completionSchema,
      }),
    }),
    lab: z.boolean(),
    /** Participants see their own means at the end. */
    ownResults: z.boolean(),
    stop: stopRuleSchema,
    /** A session that was silent for so long gives its slot back. */
    abandonAfterMinutes: z.int().min(1).max(10_000),
    plan: analysisPlanSchema,
  })
  .superRefine(checkConfiguration);

/** A study's whole configuration. */
export type StudyConfiguration = z.infer<typeof configurationSchema>;
/** A rating dimension. */
export type Dimension = z.infer<typeof dimensionSchema>;
/** A question after the ratings. */
export type Question = z.infer<typeof questionSchema>;
/** The trials of a session. */
export type TrialsConfiguration = z.infer<typeof trialsSchema>;
/** How someone who ends goes back to where they came from. */
export type Completion = z.infer<typeof completionSchema>;
/** A between-participant group. */
export type Group = z.infer<typeof groupSchema>;

/**
 * Checks a configuration read from outside.
 * @throws InputError that names the first place that is wrong and what was expected there
 */
export function parseConfiguration(value: unknown): StudyConfiguration {
  const result = configurationSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = issue.path.join(".");
  throw new InputError(`configuration: ${place || "whole"}: ${issue.message}`, { place });
}

/** SHA-256 of a configuration (or of a part) as canonical JSON. */
export function configurationDigest(configuration: unknown): string {
  return sha256Hex(canonicalJson(configuration));
}

/**
 * What a correction of wording may not change: the configuration without its texts and without the
 * consent form's free fields. Two versions of one study have equal structures.
 */
export function structureOf(configuration: StudyConfiguration): unknown {
  const { consent, ...rest } = configuration;
  return [withoutTexts(rest, configuration.languages), consent.minimumAge];
}

function withoutTexts(value: unknown, languages: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutTexts(item, languages));
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value);
  const isText = fields.every(
    ([tag, words]) => languages.includes(tag) && typeof words === "string",
  );
  if (isText) return {};
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutTexts(field, languages)]));
}
