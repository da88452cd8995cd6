import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { withTexts } from "@/lib/services/desk-study-texts";
import { editStudy } from "@/lib/services/studies/edit-study";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { withDesign } from "@/lib/study/edit-design";

const number = (low: number, high: number) => z.coerce.number().int().min(low).max(high);
const optional = (low: number, high: number) =>
  z.preprocess((v) => (v === "" ? null : v), number(low, high).nullable());

const settings = z.object({
  kind: z.literal("settings"),
  participants: number(1, 100_000),
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

const texts = z.object({
  kind: z.literal("texts"),
  note: z.string().max(500).default(""),
  change: z.enum(["cosmetic", "substantive"]).default("cosmetic"),
  texts: z.record(z.string(), z.record(z.string(), z.string().max(20_000))),
});

const design = z.object({
  kind: z.literal("design"),
  dimensions: z.array(z.unknown()).max(20),
  questions: z.array(z.unknown()).max(100),
  primary: z.string().max(100),
  confirmatory: z.array(z.string().max(100)).max(20),
});

const whole = z.object({ kind: z.literal("whole"), configuration: z.string().max(2_000_000) });

/** Changes a draft; corrects the wording of a launched study. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, request, params }) => {
  const { value, answer } = await bodyOf(
    request,
    z.discriminatedUnion("kind", [settings, texts, design, whole]),
  );
  if (answer) return answer;
  const correction =
    value.kind === "texts" ? { change: value.change, note: value.note } : undefined;
  const change = (configuration: StudyConfiguration) => changed(configuration, value);
  await editStudy(params.slug, change, staff, correction);
  return Response.json({});
});

type Change = z.infer<typeof settings | typeof texts | typeof design | typeof whole>;

/** The new configuration; editStudy checks it and names the first place that is wrong. */
function changed(configuration: StudyConfiguration, value: Change): unknown {
  switch (value.kind) {
    case "texts":
      return withTexts(configuration, value.texts);
    case "design":
      return withDesign(configuration, value);
    case "whole":
      return parsedJson(value.configuration);
    case "settings":
      return withSettings(configuration, value);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function withSettings(
  configuration: StudyConfiguration,
  value: z.infer<typeof settings>,
): StudyConfiguration {
  const chosen = (name: string) => value.options?.includes(name) ?? false;
  const { trials, listening, checks, consent, recruitment } = configuration;
  return {
    ...configuration,
    stop: { kind: "quota", participants: value.participants },
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
