import { APIError } from "better-auth/api";
import { type Actor, recordAct } from "@/lib/services/act/record-act";
import { InputError } from "@/lib/shared/invariant";
import { staffAuth } from "./staff-auth";

/** What an authenticator app needs, shown once. */
export interface NewSecondFactor {
  /** `otpauth://…`, as the QR code holds it. */
  uri: string;
  /** The key for typing in. */
  key: string;
  /** Codes for when the app is lost, each good for one sign-in. */
  backupCodes: string[];
}

/** What the sign-in library refused, in our words. */
async function told<T>(words: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) throw new InputError(words);
    throw error;
  }
}

/**
 * Draws a key for one's own second factor; it counts from the first right code on.
 * @param headers with the cookie of the one who asks
 * @throws InputError where the password is wrong or there is a second factor already
 */
export async function startSecondFactor(
  headers: Headers,
  password: string,
): Promise<NewSecondFactor> {
  const auth = await staffAuth();
  const made = await told("the password is wrong, or a second factor is on already", () =>
    auth.api.enableTwoFactor({ headers, body: { password, method: "totp" } }),
  );
  if (made.method !== "totp") throw new Error(`expected a key for codes, got ${made.method}`);
  const key = new URL(made.totpURI).searchParams.get("secret") ?? "";
  return { uri: made.totpURI, key, backupCodes: made.backupCodes };
}

/**
 * Turns one's second factor on with the first code of the app.
 * @returns the cookies of the sign-in that replaces this one
 * @throws InputError where the code is wrong
 */
export async function confirmSecondFactor(
  headers: Headers,
  code: string,
  actor: Actor,
): Promise<string[]> {
  const auth = await staffAuth();
  const words = "the code is wrong or too old: expected the six digits that the app shows now";
  const answer = await told(words, () =>
    auth.api.verifyTOTP({ headers, body: { code }, asResponse: true }),
  );
  if (!answer.ok) throw new InputError(words);
  await noteChange("account.second-factor-on", actor);
  return answer.headers.getSetCookie();
}

/**
 * Turns one's second factor off.
 * @returns the cookies of the sign-in that replaces this one
 * @throws InputError where the password is wrong
 */
export async function stopSecondFactor(
  headers: Headers,
  password: string,
  actor: Actor,
): Promise<string[]> {
  const auth = await staffAuth();
  const words = "the password is wrong";
  const answer = await told(words, () =>
    auth.api.disableTwoFactor({ headers, body: { password }, asResponse: true }),
  );
  if (!answer.ok) throw new InputError(words);
  await noteChange("account.second-factor-off", actor);
  return answer.headers.getSetCookie();
}

async function noteChange(act: string, actor: Actor): Promise<void> {
  await recordAct(actor, { act, objectKind: "account holder", objectId: actor.id });
}
