import { forStaff } from "@/app/_server/desk-route";
import { endOwnSignIn } from "@/lib/services/staff/own-account";

/** Ends one of one's own sign-ins. */
export const DELETE = forStaff<{ signIn: string }>(async ({ staff, params }) => {
  await endOwnSignIn(staff, params.signIn);
  return Response.json({});
});
