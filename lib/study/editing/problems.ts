import type { z } from "zod";
import { configurationSchema, type StudyConfiguration } from "@/lib/study/configuration";

/** A value of a configuration that is not valid, and what was expected there. */
export interface PlacedProblem {
  /** For example `trials.catches`; "" where the whole is meant. */
  place: string;
  message: string;
}

/** Everything that keeps a configuration from being valid, in its own order; none where it is. */
export function problemsOf(content: unknown): PlacedProblem[] {
  const { error } = configurationSchema.safeParse(content);
  return (error?.issues ?? []).map((issue) => ({
    place: issue.path.join("."),
    message: wordsOf(issue),
  }));
}

/** The first problem at a place or inside it. */
export function problemAt(problems: readonly PlacedProblem[], place: string): string | null {
  const inside = (one: PlacedProblem) => one.place === place || one.place.startsWith(`${place}.`);
  return problems.find(inside)?.message ?? null;
}

/**
 * Whether a draft may be kept: single values may be wrong or missing while somebody types, but
 * every part is there, and no other.
 */
export function isDraftConfiguration(content: unknown): content is StudyConfiguration {
  const { error } = configurationSchema.safeParse(content);
  return !(error?.issues ?? []).some(isOfShape);
}

const PARTS = ["object", "array", "record", "tuple"];

function isOfShape(issue: z.core.$ZodIssue): boolean {
  if (issue.code === "unrecognized_keys" || issue.code === "invalid_union") return true;
  return issue.code === "invalid_type" && PARTS.includes(issue.expected);
}

/** What a value should have been, in a person's words where zod's own are a programmer's. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && issue.expected === "int") return "expected a whole number";
  if (issue.code === "invalid_type" && issue.expected === "number") return "expected a number";
  const unit = "origin" in issue && issue.origin === "string" ? " characters" : "";
  if (issue.code === "too_small" && !issue.message.startsWith("expected"))
    return `expected ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unit}`;
  if (issue.code === "too_big" && !issue.message.startsWith("expected"))
    return `expected at most ${issue.maximum}${unit}`;
  return issue.message;
}
