import { z } from "zod";
import type { StopRule } from "@/lib/study/analysis-plan";
import type { StudyConfiguration } from "@/lib/study/configuration";

const number = (low: number, high: number) => z.coerce.number().int().min(low).max(high);
const optional = (low: number, high: number) =>
  z.preprocess((v) => (v === "" ? null : v), number(low, high).nullable());

/** What the form of a draft's settings sends. */
export const settingsSchema = z.object({
  kind: z.literal("settings"),
  stopKind: z.enum(["quota", "width"]).default("quota"),
  participants: number(1, 100_000),
  width: z.preprocess((v) => (v === "" ? undefined : v), z.coerce.number().max(10).optional()),
  perModel: number(1, 200),
  perAnchor: number(1, 200).optional(),
  practice: number(0, 10),
  repeatsPerModel: number(0, 20),
  catches: number(0, 10),
  pauseEvery: optional(2, 100),
  coverage: number(0, 100),
  replays: optional(0, 100),
  minimumAge: optional(0, 120),
  options: z.array(z.string()).optional(),
  headphones: z.enum(["none", "huggins", "antiphase"]),
  controller: z.string().max(500),
  contact: z.string().max(500),
  ethicsNumber: z.string().max(200),
  retentionDate: z.string().max(10),
  withdrawalDeadline: z.string().max(10),
  completionKind: z.enum(["none", "code", "redirect"]),
  completion: z.string().max(2000),
});

/** The configuration with what the settings form says; editStudy checks it. */
export function withSettings(
  configuration: StudyConfiguration,
  value: z.infer<typeof settingsSchema>,
): StudyConfiguration {
  const chosen = (name: string) => value.options?.includes(name) ?? false;
  const { trials, listening, checks, consent, recruitment } = configuration;
  return {
    ...configuration,
    stop: stopOf(value),
    trials: {
      ...trials,
      models: trials.models.map((share) => ({ ...share, perParticipant: value.perModel })),
      anchors: trials.anchors.map((share) => ({
        ...share,
        perParticipant: value.perAnchor ?? share.perParticipant,
      })),
      practice: value.practice,
      repeatsPerModel: value.repeatsPerModel,
      catches: value.catches,
      pauseEvery: value.pauseEvery,
    },
    listening: {
      ...listening,
      coverage: value.coverage / 100,
      replays: value.replays,
      autoplay: chosen("autoplay"),
      comment: chosen("comment"),
    },
    checks: {
      ...checks,
      sound: chosen("sound"),
      headphones: headphoneScreen(checks.headphones, value.headphones),
    },
    consent: {
      ...consent,
      controller: value.controller,
      contact: value.contact,
      ethicsNumber: value.ethicsNumber,
      minimumAge: value.minimumAge,
      retentionDate: value.retentionDate,
      withdrawalDeadline: value.withdrawalDeadline,
    },
    lab: chosen("lab"),
    ownResults: chosen("ownResults"),
    recruitment: {
      ...recruitment,
      completion: {
        ...recruitment.completion,
        complete: completionOf(value.completionKind, value.completion),
      },
    },
  };
}

function stopOf({ stopKind, participants, width }: z.infer<typeof settingsSchema>): StopRule {
  if (stopKind === "quota") return { kind: "quota", participants };
  // No width is refused as one of 0 is, beside its field.
  return { kind: "width", width: width ?? 0, maximum: participants };
}

function headphoneScreen(
  before: StudyConfiguration["checks"]["headphones"],
  kind: "none" | "huggins" | "antiphase",
) {
  if (kind === "none") return null;
  return { passAt: 5 as const, attempts: 2, screenOut: false, ...before, kind };
}

function completionOf(kind: "none" | "code" | "redirect", text: string) {
  if (kind === "code") return { kind, code: text };
  return kind === "redirect" ? { kind, url: text } : { kind };
}

/** Places of the configuration and the field of the form that sets them, the narrower first. */
const FIELDS: readonly (readonly [RegExp, keyof z.infer<typeof settingsSchema>])[] = [
  [/^stop\.width$/, "width"],
  [/^stop\b/, "participants"],
  [/^trials\.models\b/, "perModel"],
  [/^trials\.anchors\b/, "perAnchor"],
  [/^trials\.practice$/, "practice"],
  [/^trials\.repeats?/, "repeatsPerModel"],
  [/^trials\.catches$/, "catches"],
  [/^trials\.pauseEvery$/, "pauseEvery"],
  [/^listening\.coverage$/, "coverage"],
  [/^listening\.replays$/, "replays"],
  [/^consent\.minimumAge$/, "minimumAge"],
  [/^consent\.retentionDate$/, "retentionDate"],
  [/^consent\.withdrawalDeadline$/, "withdrawalDeadline"],
  [/^recruitment\.completion\.complete\b/, "completion"],
];

/** The field of the settings form that sets a place of the configuration; undefined where none does. */
export function settingsField(place: string): string | undefined {
  return FIELDS.find(([pattern]) => pattern.test(place))?.[1];
}
