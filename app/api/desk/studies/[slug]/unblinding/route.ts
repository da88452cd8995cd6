import { forAdmins } from "@/app/_server/desk-route";
import { unblindStudy } from "@/lib/services/study/unblind-study";

/** Shows the models' names to the desk. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, params }) => {
  await unblindStudy(params.slug, staff);
  return Response.json({});
});
