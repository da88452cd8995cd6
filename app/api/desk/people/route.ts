import { z } from "zod";
import { bodyOf, forAdmins } from "@/app/_server/desk-route";
import { siteAddress } from "@/app/_server/site-address";
import { inviteStaff } from "@/lib/services/staff/staff-links";
import { STAFF_ROLES } from "@/lib/services/staff/staff-roles";

const body = z.object({
  email: z.string().max(200),
  name: z.string().max(100),
  role: z.enum(STAFF_ROLES),
});

/** Invites a new member of staff; the link is answered once. */
export const POST = forAdmins(async ({ staff, request }) => {
  const value = await bodyOf(request, body);
  const secret = await inviteStaff(staff, value);
  const text = `${siteAddress(request.headers)}/admin/link/${secret}`;
  return Response.json({ show: { label: "Send this link; it works once, for 7 days:", text } });
});
