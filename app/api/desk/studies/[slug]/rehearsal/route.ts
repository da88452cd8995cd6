import { forAdmins } from "@/app/_server/desk-route";
import { siteAddress } from "@/app/_server/site-address";
import { rehearseStudy } from "@/lib/services/study/rehearse-study";

/** Launches a test run of a draft, to be walked through before the real launch. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, request, params }) => {
  const slug = await rehearseStudy(params.slug, staff);
  const text = `${siteAddress(request.headers)}/s/${slug}`;
  return Response.json({ show: { label: "Walk through it once:", text } });
});
