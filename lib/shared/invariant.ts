/**
 * Throws when a condition that the code relies on does not hold.
 * @throws Error with the given message when `condition` is falsy.
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/**
 * Ends a switch over a union: a compile error where a case is missing, an Error at run time.
 * @throws Error naming the case
 */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}

/** What went wrong, as a closed list; each border (HTTP, command line, job) says it in its own way. */
export type ErrorCode =
  | "invalid"
  | "signed out"
  | "forbidden"
  | "not found"
  | "conflict"
  | "unprocessable"
  | "too many requests"
  | "unavailable";

/** What an `InputError` may say besides its message. */
export interface InputErrorOptions extends ErrorOptions {
  /** "invalid" where nothing is said. */
  code?: ErrorCode;
  place?: string;
  field?: string;
  retryAfter?: number;
}

/** An error whose message is meant for the person who gave the input: no stack is shown. */
export class InputError extends Error {
  override readonly name: string = "InputError";
  readonly code: ErrorCode;
  /** Where in a nested input it is, `trials.catches` for example; null where that has no name. */
  readonly place: string | null;
  /** The field of a form or request that it is about; null where the whole is meant. */
  readonly field: string | null;
  /** Seconds after which the same may be asked again; null where waiting changes nothing. */
  readonly retryAfter: number | null;

  constructor(message: string, options: InputErrorOptions = {}) {
    super(message, options);
    this.code = options.code ?? "invalid";
    this.place = options.place ?? null;
    this.field = options.field ?? null;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** Whether an error says that what was asked for does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof InputError && error.code === "not found";
}
