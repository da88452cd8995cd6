import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { createStudy } from "@/lib/services/study/create-study";
import { STUDY_PRESETS } from "@/lib/study/presets";
import { STUDY_MODES } from "@/lib/study/terms";

const body = z.object({
  name: z.string().trim().min(1, "expected a name").max(200),
  slug: z.string().trim().max(60),
  set: z.string().min(1, "expected a stimulus set").max(60),
  preset: z.enum(STUDY_PRESETS),
  mode: z.enum(STUDY_MODES),
  participants: z.coerce.number().int().min(1).max(100_000),
});

/** Makes a draft study from a preset. */
export const POST = forAdmins(async ({ staff, request }) => {
  const value = await bodyOf(request, body);
  const { participants, ...wanted } = value;
  const adjusted = await createStudy(
    {
      ...wanted,
      adjust: (configuration) => ({ ...configuration, stop: { kind: "quota", participants } }),
    },
    staff,
  );
  return Response.json({ next: `/admin/studies/${adjusted.study.slug}/settings` });
});
