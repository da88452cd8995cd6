import { z } from "zod";
import { callerAddress } from "@/app/_server/caller-address";
import { errorAnswer } from "@/app/_server/error-answer";
import { requireSameOrigin } from "@/app/_server/same-origin";
import { staffOf } from "@/app/_server/staff";
import { countFailure, forgetFailures, secondsToWait } from "@/lib/services/staff/sign-in-throttle";
import { staffAuth } from "@/lib/services/staff/staff-auth";
import { InputError } from "@/lib/shared/invariant";

/** What of the sign-in library is open to the outside; every other act has its own audited route. */
const OPEN_PATHS = new Set([
  "/api/auth/sign-in/email",
  "/api/auth/sign-out",
  "/api/auth/get-session",
  "/api/auth/two-factor/verify-totp",
  "/api/auth/two-factor/verify-backup-code",
]);

const signInBody = z.object({ email: z.string().max(200), password: z.string().max(1000) });

/** Signs a member of staff in or out. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireSameOrigin(request.headers);
    const { pathname } = new URL(request.url);
    if (!OPEN_PATHS.has(pathname))
      throw new InputError(`no such call: ${pathname}`, { code: "not found" });
    // Only the second step of a sign-in: whoever is in has the account page for their second factor.
    if (pathname.includes("/two-factor/") && (await staffOf(request.headers))) {
      throw new InputError("you are signed in already");
    }
    return pathname.endsWith("/sign-in/email") ? await signIn(request) : await handle(request);
  } catch (error) {
    return errorAnswer(error);
  }
}

/** Tells who is signed in. */
export async function GET(request: Request): Promise<Response> {
  try {
    const { pathname } = new URL(request.url);
    if (pathname !== "/api/auth/get-session")
      throw new InputError(`no such call: ${pathname}`, { code: "not found" });
    return await handle(request);
  } catch (error) {
    return errorAnswer(error);
  }
}

async function handle(request: Request): Promise<Response> {
  return (await staffAuth()).handler(request);
}

async function signIn(request: Request): Promise<Response> {
  const body = signInBody.safeParse(
    await request
      .clone()
      .json()
      .catch(() => undefined),
  );
  if (!body.success) throw new InputError("expected an e-mail address and a password");
  const { email } = body.data;
  const attempt = { email, address: callerAddress(request.headers) };
  const wait = await secondsToWait(attempt);
  if (wait > 0) {
    const message = `too many wrong passwords: try again in ${wait} s`;
    throw new InputError(message, { code: "too many requests", retryAfter: wait });
  }
  const answer = await handle(request);
  if (answer.ok) await forgetFailures(email);
  else if (answer.status === 401) await countFailure(attempt);
  if (answer.status !== 401) return answer;
  throw new InputError("the e-mail address or the password is wrong", { code: "signed out" });
}
