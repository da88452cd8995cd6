import type { Question } from "@/lib/study/configuration";
import type { AnswerValue } from "@/lib/study/participant-requests";

/**
 * Checks one answer against its question; null ("prefer not to say", left out) always fits.
 * @returns null when all is well, otherwise what was expected
 */
export function answerProblem(question: Question, value: AnswerValue): string | null {
  if (value === null) return null;
  const options = question.options.map((option) => option.id);
  switch (question.kind) {
    case "single":
      return typeof value === "string" && options.includes(value) ? null : oneOf(options);
    case "multiple":
      return Array.isArray(value) && value.every((id) => options.includes(id))
        ? null
        : `any of ${options.join(", ")}`;
    case "number":
      return typeof value === "number" && inRange(question, value) ? null : rangeOf(question);
    case "short":
      return typeof value === "string" && value.length <= 500
        ? null
        : "a text of at most 500 letters";
    case "long":
      return typeof value === "string" ? null : "a text";
  }
}

function oneOf(options: readonly string[]): string {
  return `one of ${options.join(", ")}`;
}

function inRange({ min, max }: Question, value: number): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}

function rangeOf({ min, max }: Question): string {
  return `a number${min === null ? "" : ` from ${min}`}${max === null ? "" : ` to ${max}`}`;
}
