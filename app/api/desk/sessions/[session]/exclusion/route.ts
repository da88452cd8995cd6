import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { excludeSession, undoExclusion } from "@/lib/services/session/exclude-session";

const body = z.object({ reason: z.string().max(500) });

/** Excludes a session with a reason. */
export const POST = forAdmins<{ session: string }>(async ({ staff, request, params }) => {
  const value = await bodyOf(request, body);
  await excludeSession(params.session, staff, value.reason);
  return Response.json({});
});

/** Undoes an exclusion. */
export const DELETE = forAdmins<{ session: string }>(async ({ staff, params }) => {
  await undoExclusion(params.session, staff);
  return Response.json({});
});
