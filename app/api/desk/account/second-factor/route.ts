import { toString as qrSvg } from "qrcode";
import { z } from "zod";
import { callerAddress } from "@/app/_server/caller-address";
import { bodyOf, type DeskCall, forStaff } from "@/app/_server/desk-route";
import {
  confirmSecondFactor,
  startSecondFactor,
  stopSecondFactor,
} from "@/lib/services/staff/second-factor";
import { countFailure, secondsToWait } from "@/lib/services/staff/sign-in-throttle";
import { InputError } from "@/lib/shared/invariant";

const withPassword = z.object({ password: z.string().min(1).max(1000) });
const withCode = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "expected six digits"),
});

/** Wrong passwords and codes are counted as those of a sign-in are. */
async function counted(
  { staff, request }: DeskCall<object>,
  act: () => Promise<Response>,
): Promise<Response> {
  const attempt = { email: staff.email, address: callerAddress(request.headers) };
  const wait = await secondsToWait(attempt);
  if (wait > 0)
    throw new InputError(`too many wrong tries: try again in ${wait} s`, {
      code: "too many requests",
      retryAfter: wait,
    });
  try {
    return await act();
  } catch (error) {
    if (error instanceof InputError) await countFailure(attempt);
    throw error;
  }
}

function answerWith(cookies: readonly string[]): Response {
  const answer = Response.json({});
  for (const cookie of cookies) answer.headers.append("set-cookie", cookie);
  return answer;
}

/** Draws a key for one's own second factor and shows it once. */
export const POST = forStaff(async (call) => {
  const value = await bodyOf(call.request, withPassword);
  return counted(call, async () => {
    const made = await startSecondFactor(call.request.headers, value.password);
    const qr = await qrSvg(made.uri, { type: "svg", margin: 2 });
    const { key, backupCodes } = made;
    return Response.json({ qr, key, backupCodes }, { headers: { "cache-control": "no-store" } });
  });
});

/** Turns it on with the first code. */
export const PUT = forStaff(async (call) => {
  const value = await bodyOf(call.request, withCode);
  return counted(call, async () =>
    answerWith(await confirmSecondFactor(call.request.headers, value.code, call.staff)),
  );
});

/** Turns it off. */
export const DELETE = forStaff(async (call) => {
  const value = await bodyOf(call.request, withPassword);
  return counted(call, async () =>
    answerWith(await stopSecondFactor(call.request.headers, value.password, call.staff)),
  );
});
