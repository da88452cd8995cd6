import { z } from "zod";
import { bodyOf, forAdmins, forStaff } from "@/app/_server/desk-route";
import { editStudy } from "@/lib/services/study/edit-study";
import { loadDraft, saveDraft } from "@/lib/services/study/study-draft";
import { VERSION_CHANGES } from "@/lib/study/terms";

const draft = z.object({ from: z.int().min(0), configuration: z.unknown() });

const correction = z.object({
  note: z.string().max(500).default(""),
  change: z.enum(VERSION_CHANGES).exclude(["first"]).default("cosmetic"),
  configuration: z.unknown(),
});

/** Saves a draft as it stands; a newer state of somebody else answers 409 and is left alone. */
export const PUT = forAdmins<{ slug: string }>(async ({ staff, request, params }) => {
  const { from, configuration: content } = await bodyOf(request, draft);
  return Response.json({ number: await saveDraft(params.slug, { from, content }, staff) });
});

/** Corrects the wording of a launched study as a new version. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, request, params }) => {
  const { configuration, ...noted } = await bodyOf(request, correction);
  await editStudy(params.slug, () => configuration, staff, noted);
  return Response.json({});
});

/** The design as a file: the configuration, in the form in which it is taken in again. */
export const GET = forStaff<{ slug: string }>(async ({ request, params }) => {
  const step = new URL(request.url).searchParams.get("step");
  const { content } = await loadDraft(params.slug, step === null ? undefined : Number(step));
  return new Response(`${JSON.stringify(content, null, 2)}\n`, {
    headers: {
      "content-type": "application/json",
      "content-disposition": `attachment; filename="${params.slug}-design.json"`,
      "cache-control": "private, no-store",
    },
  });
});
