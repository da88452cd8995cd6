import { forAdmins } from "@/app/_server/desk-route";
import { discardStudy } from "@/lib/services/study/discard-study";

/** Deletes a draft; archives a test run, a simulation or a closed study. */
export const DELETE = forAdmins<{ slug: string }>(async ({ staff, params }) => {
  await discardStudy(params.slug, staff);
  return Response.json({ next: "/admin" });
});
