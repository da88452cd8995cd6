/**
 * Throws when a condition that the code relies on does not hold.
 * @throws Error with the given message when `condition` is falsy.
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Ends a switch over a union: a compile error where a case is missing, an Error at run time. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}

/** An error whose message is meant for the person who gave the input: no stack is shown. */
export class InputError extends Error {
  override readonly name = "InputError";
  /** Where in a nested input it is, `trials.catches` for example; null where that has no name. */
  readonly place: string | null;

  constructor(message: string, options: ErrorOptions & { place?: string } = {}) {
    super(message, options);
    this.place = options.place ?? null;
  }
}
