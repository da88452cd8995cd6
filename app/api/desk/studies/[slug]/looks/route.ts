import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { takeLook } from "@/lib/services/result/study-looks";
import { studyFacts } from "@/lib/services/study/study-facts";

const body = z.object({ reason: z.string().max(500) });

/** Logs a look at results before the stop rule is met. */
export const POST = forAdmins<{ slug: string }>(async ({ staff, request, params }) => {
  const value = await bodyOf(request, body);
  await takeLook(await studyFacts(params.slug), staff, value.reason);
  return Response.json({});
});
