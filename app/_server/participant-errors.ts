import "server-only";
import { Refused } from "@/lib/services/session/refused";
import type { ErrorAnswer, Refusal } from "@/lib/study/participant-requests";

const STATUS: Record<Refusal, number> = {
  "bad request": 400,
  "foreign origin": 403,
  "no session": 401,
  "not found": 404,
  "not heard yet": 422,
  "not this trial": 422,
  "out of range": 422,
  "unknown dimension": 422,
  incomplete: 409,
  "wrong page": 409,
  "already complete": 409,
  "study paused": 409,
  "study closed": 409,
  withdrawn: 409,
  "declared clock refused": 403,
  "too late to withdraw": 409,
  "too many requests": 429,
  unavailable: 503,
};

/** Codes of a database that is away for now, or of two acts that met: the browser tries again. */
const AWAY = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"],
  ...["57P01", "57P02", "57P03", "53300", "40001", "40P01"],
]);
/** The driver gives these no code. */
const AWAY_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Cannot use a pool)/;

/** An answer that says why something was refused. */
export function refusalAnswer(error: Refusal, message: string): Response {
  const body: ErrorAnswer = { error, message };
  return Response.json(body, { status: STATUS[error], headers: { "cache-control": "no-store" } });
}

/** Turns what a service threw into an answer; what nobody expected is logged and may be tried again. */
export function participantError(error: unknown): Response {
  if (error instanceof Refused) return refusalAnswer(error.reason, error.message);
  if (!isAway(error)) console.error(error);
  return refusalAnswer("unavailable", "nothing was stored: try again");
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  const away = (code !== undefined && AWAY.has(code)) || AWAY_MESSAGE.test(error.message);
  return away || isAway(error.cause);
}
