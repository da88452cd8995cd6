import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { duplicateStudy } from "@/lib/services/study/duplicate-study";

const body = z.object({ slug: z.string().trim().max(60), name: z.string().trim().min(1).max(200) });

/** Makes a draft with this study's set and configuration. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, request, params }) => {
  const value = await bodyOf(request, body);
  const made = await duplicateStudy(params.slug, value, staff);
  return Response.json({ next: `/admin/studies/${made.slug}/settings` });
});
