import "server-only";
import { InputError } from "@/lib/shared/invariant";

/** Why the desk's interface refused something. */
export type DeskRefusal =
  | "bad request"
  | "signed out"
  | "not allowed"
  | "foreign origin"
  | "not found"
  | "conflict"
  | "too many requests"
  | "failed";

const STATUS: Record<DeskRefusal, number> = {
  "bad request": 400,
  "signed out": 401,
  "not allowed": 403,
  "foreign origin": 403,
  "not found": 404,
  conflict: 409,
  "too many requests": 429,
  failed: 500,
};

/**
 * An answer that says why something was refused: `{error, message, field}` with the fitting status.
 * @param options.field the field of the form that the message is about, where there is one
 */
export function refusal(
  error: DeskRefusal,
  message: string,
  { field, headers }: { field?: string; headers?: HeadersInit } = {},
): Response {
  return Response.json({ error, message, field }, { status: STATUS[error], headers });
}

/**
 * Turns what a handler threw into an answer: a person's wrong input is told to them, what the
 * database refused is named, and anything else is logged and answered without details.
 */
export function errorAnswer(error: unknown): Response {
  if (error instanceof InputError) return refusal("bad request", error.message);
  const refused = databaseRefusal(error);
  if (refused) return refusal("conflict", refused);
  console.error(error);
  return refusal("failed", "something went wrong on the server; the log has the details");
}

/** The message of a guard inside the database (frozen studies, published sets, double names). */
function databaseRefusal(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!cause || typeof cause !== "object" || !("code" in cause)) return null;
  const { code, message } = cause as { code: unknown; message?: string };
  return code === "23001" || code === "23514" || code === "23503" ? (message ?? "refused") : null;
}
