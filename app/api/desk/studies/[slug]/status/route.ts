import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { launchStudy } from "@/lib/services/study/launch-study";
import { setStudyStatus } from "@/lib/services/study/set-study-status";

const body = z.object({ change: z.enum(["launch", "pause", "resume", "close", "reopen"]) });

/** Launches, pauses, resumes, closes or reopens a study. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, request, params }) => {
  const value = await bodyOf(request, body);
  if (value.change === "launch") await launchStudy(params.slug, staff);
  else await setStudyStatus(params.slug, value.change, staff);
  return Response.json({});
});
