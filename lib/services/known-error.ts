import { InputError } from "@/lib/shared/invariant";

/** Codes of a database that is away for now, or of two acts that met: worth another try. */
const AWAY = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"],
  ...["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "CONNECT_TIMEOUT"],
  ...["57P01", "57P02", "57P03", "53300", "40001", "40P01"],
]);
/** The driver gives these no code. */
const AWAY_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Cannot use a pool)/;

/** Codes of the database's guards: frozen studies, published sets, double names, missing rows. */
const GUARDED = new Set(["23001", "23503", "23505", "23514"]);

/**
 * What an error means to whoever asked, for the borders (HTTP, command line, job): an `InputError` as
 * it is; a guard of the database as a conflict; a database that is away as unavailable.
 * @returns null for what nobody expected
 */
export function knownError(error: unknown): InputError | null {
  if (error instanceof InputError) return error;
  if (!(error instanceof Error)) return null;
  const { code, message } = error as Error & { code?: unknown };
  if (typeof code === "string" && GUARDED.has(code)) {
    return new InputError(message, { code: "conflict", cause: error });
  }
  if ((typeof code === "string" && AWAY.has(code)) || AWAY_MESSAGE.test(message)) {
    return new InputError("the database cannot be reached: try again", {
      code: "unavailable",
      cause: error,
    });
  }
  return knownError(error.cause);
}
