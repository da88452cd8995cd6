import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { siteAddress } from "@/app/_server/site-address";
import { changePerson } from "@/lib/services/staff/list-people";
import { resetStaffPassword } from "@/lib/services/staff/staff-links";

const changes = [
  "make-admin",
  "make-researcher",
  "withdraw-access",
  "restore-access",
  "drop-second-factor",
  "end-sign-ins",
] as const;
const body = z.object({ change: z.enum([...changes, "reset-password"]) });

/** Changes a person's role or access, ends their sign-ins, or makes a link to a new password. */
export const POST = forAdmins<{ person: string }>(async ({ staff, request, params }) => {
  const value = await bodyOf(request, body);
  if (value.change !== "reset-password") {
    await changePerson(params.person, value.change, staff);
    return Response.json({});
  }
  const secret = await resetStaffPassword(staff, params.person);
  const text = `${siteAddress(request.headers)}/admin/link/${secret}`;
  return Response.json({ show: { label: "Send this link; it works once, for 7 days:", text } });
});
