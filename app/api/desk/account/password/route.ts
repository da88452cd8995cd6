import { z } from "zod";
import { callerAddress } from "@/app/_server/caller-address";
import { bodyOf, forStaff } from "@/app/_server/desk-route";
import { changeOwnPassword } from "@/lib/services/staff/own-account";
import { countFailure, secondsToWait } from "@/lib/services/staff/sign-in-throttle";
import { InputError } from "@/lib/shared/invariant";

const body = z.object({ old: z.string().max(1000), new: z.string().max(1000) });

/** Changes one's own password. */
export const POST = forStaff(async ({ staff, request }) => {
  const value = await bodyOf(request, body);
  const attempt = { email: staff.email, address: callerAddress(request.headers) };
  const wait = await secondsToWait(attempt);
  if (wait > 0)
    throw new InputError(`too many wrong passwords: try again in ${wait} s`, {
      code: "too many requests",
      retryAfter: wait,
    });
  try {
    await changeOwnPassword(staff, value);
  } catch (error) {
    if (error instanceof InputError && error.field === "old") await countFailure(attempt);
    throw error;
  }
  return Response.json({});
});
