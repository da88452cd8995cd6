import "server-only";
import { knownError } from "@/lib/services/known-error";
import type { ErrorCode, InputError } from "@/lib/shared/invariant";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";

const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  "signed out": 401,
  forbidden: 403,
  "not found": 404,
  conflict: 409,
  unprocessable: 422,
  "too many requests": 429,
  unavailable: 503,
};

const UNEXPECTED = {
  error: "failed",
  message: "something went wrong on the server, nothing was stored; the log has the details",
};

/**
 * The one place where an error becomes an answer: `{error, message, field}` with the status of its
 * code. What nobody expected is logged, and told without details as 500.
 */
export function errorAnswer(error: unknown): Response {
  const known = knownError(error);
  if (known) return knownAnswer(known);
  console.error(error);
  return Response.json(UNEXPECTED, { status: 500, headers: { "cache-control": "no-store" } });
}

function knownAnswer(error: InputError): Response {
  const { code, message, field, retryAfter } = error;
  const word = error instanceof ParticipantRefusal ? error.reason : code;
  const headers = new Headers({ "cache-control": "no-store" });
  if (retryAfter !== null) headers.set("retry-after", String(Math.max(1, Math.ceil(retryAfter))));
  const body = { error: word, message, ...(field === null ? {} : { field }) };
  return Response.json(body, { status: STATUS[code], headers });
}
