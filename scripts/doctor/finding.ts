/**
 * What one look found: `right`, `note` (works, but something is missing that one may want) or
 * `broken` (something needed does not work).
 */
export interface Finding {
  subject: string;
  status: "right" | "note" | "broken";
  /** What was found, in one line. */
  found: string;
  /** What to do about it; always there when something is broken. */
  next?: string;
}

/** The text of any error, on one line. */
export function errorReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s*\n\s*/g, " ");
}
