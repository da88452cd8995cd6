import type { Dimension } from "@/lib/study/configuration";
import type { ErrorWord, RatingBody } from "@/lib/study/participant-requests";

/** Why ratings are refused. */
export interface RatingProblem {
  reason: Extract<ErrorWord, "out of range" | "unknown dimension" | "incomplete">;
  message: string;
}

/**
 * Checks the ratings of one trial against the study's scales: every dimension once, every value one
 * of its points. 0 is a value like any other.
 * @returns null when all is well
 */
export function ratingProblem(
  dimensions: readonly Pick<Dimension, "id" | "low" | "high">[],
  given: readonly Pick<RatingBody, "dimension" | "value">[],
): RatingProblem | null {
  for (const { dimension: id, value } of given) {
    const dimension = dimensions.find((candidate) => candidate.id === id);
    if (!dimension) {
      const known = dimensions.map((candidate) => candidate.id).join(", ");
      return { reason: "unknown dimension", message: `expected one of ${known}, got ${id}` };
    }
    if (!Number.isInteger(value) || value < dimension.low || value > dimension.high) {
      const message = `${id}: expected a whole number from ${dimension.low} to ${dimension.high}, got ${value}`;
      return { reason: "out of range", message };
    }
  }
  const missing = dimensions.filter(
    ({ id }) => given.filter((r) => r.dimension === id).length !== 1,
  );
  if (missing.length === 0) return null;
  const names = missing.map((dimension) => dimension.id).join(", ");
  return { reason: "incomplete", message: `expected exactly one rating each of ${names}` };
}
