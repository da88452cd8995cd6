import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import {
  settingsField,
  settingsSchema,
  withSettings,
} from "@/app/api/desk/studies/[slug]/configuration/settings";
import { editStudy } from "@/lib/services/study/edit-study";
import { withTexts } from "@/lib/services/study/study-texts";
import { InputError } from "@/lib/shared/invariant";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { withDesign } from "@/lib/study/edit-design";

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
  const value = await bodyOf(
    request,
    z.discriminatedUnion("kind", [settingsSchema, texts, design, whole]),
  );
  const correction =
    value.kind === "texts" ? { change: value.change, note: value.note } : undefined;
  const change = (configuration: StudyConfiguration) => changed(configuration, value);
  try {
    await editStudy(params.slug, change, staff, correction);
  } catch (error) {
    return fieldAnswer(value.kind, error);
  }
  return Response.json({});
});

/** A refusal of the settings names the field that it is about; others are told as they are. */
function fieldAnswer(kind: Change["kind"], error: unknown): Response {
  const place = error instanceof InputError ? error.place : null;
  const field = kind === "settings" && place ? settingsField(place) : undefined;
  if (!(error instanceof InputError) || !field) throw error;
  throw new InputError(error.message.replace(`configuration: ${place}: `, ""), { field });
}

type Change = z.infer<typeof settingsSchema | typeof texts | typeof design | typeof whole>;

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
