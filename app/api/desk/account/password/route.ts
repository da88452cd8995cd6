import { z } from "zod";
import { callerAddress } from "@/app/_server/caller-address";
import { bodyOf, forStaff } from "@/app/_server/desk-route";
import { refusal } from "@/app/_server/http";
import { changeOwnPassword } from "@/lib/services/staff/own-account";
import { countFailure, secondsToWait } from "@/lib/services/staff/sign-in-throttle";

const body = z.object({ old: z.string().max(1000), new: z.string().max(1000) });

/** Changes one's own password. */
export const POST = forStaff(async ({ staff, request }) => {
  const { value, answer } = await bodyOf(request, body);
  if (answer) return answer;
  const attempt = { email: staff.email, address: callerAddress(request.headers) };
  const wait = await secondsToWait(attempt);
  if (wait > 0)
    return refusal("too many requests", `too many wrong passwords: try again in ${wait} s`);
  try {
    await changeOwnPassword(staff, value);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("the old")) await countFailure(attempt);
    throw error;
  }
  return Response.json({});
});
