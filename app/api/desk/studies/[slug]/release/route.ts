import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { releaseResults } from "@/lib/services/result/release-results";

const body = z.object({ released: z.boolean() });

/** Makes a closed study's results public, or takes them back. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, request, params }) => {
  const value = await bodyOf(request, body);
  await releaseResults(params.slug, staff, value.released);
  return Response.json({});
});
