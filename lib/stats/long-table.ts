import { InputError } from "@/lib/shared/invariant";

/** One rating of the long table: one value that one participant gave one stimulus. */
export interface RatingRow {
  participant: string;
  stimulus: string;
  condition: string;
  rating: number;
  /** the rating dimension; "rating" where the table has no such column */
  dimension: string;
  /** the primer or source excerpt that several conditions share */
  item?: string;
  /** the training run that made the stimulus */
  run?: string;
  /** practice | main | repeat | catch */
  trialKind?: string;
  /** the place of the trial in its session, from 1 */
  position?: number;
  session?: string;
}

/**
 * Checks what the analyses rely on: one condition, item and run per stimulus.
 * @throws InputError naming the stimulus that breaks the rule
 */
export function checkStimuli(rows: readonly RatingRow[]): void {
  for (const column of ["condition", "item", "run"] as const) {
    const seen = new Map<string, string>();
    for (const row of rows) {
      const value = row[column] ?? "";
      const before = seen.get(row.stimulus);
      if (before !== undefined && before !== value) {
        throw new InputError(
          `stimulus "${row.stimulus}": expected one ${column}, got "${before}" and "${value}"`,
        );
      }
      seen.set(row.stimulus, value);
    }
  }
}

/**
 * The rows of the default analysis set: main trials (or no trial kind given), first presentation.
 * `repeats` are the later ratings of the same participant, stimulus and dimension.
 */
export function splitPresentations(rows: readonly RatingRow[]): {
  first: RatingRow[];
  repeats: RatingRow[];
} {
  const kinds = new Set(["", "main", "repeat"]);
  const kept = rows.filter((row) => kinds.has((row.trialKind ?? "").toLowerCase()));
  const ordered = kept
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rank(a.row) - rank(b.row) || place(a.row) - place(b.row) || a.index - b.index);
  const seen = new Set<string>();
  const first = new Set<RatingRow>();
  for (const { row } of ordered) {
    const key = JSON.stringify([row.participant, row.stimulus, row.dimension]);
    if (!isRepeat(row) && !seen.has(key)) {
      seen.add(key);
      first.add(row);
    }
  }
  return {
    first: kept.filter((row) => first.has(row)),
    repeats: kept.filter((row) => !first.has(row)),
  };
}

const isRepeat = (row: RatingRow) => row.trialKind?.toLowerCase() === "repeat";
const rank = (row: RatingRow) => (isRepeat(row) ? 1 : 0);
const place = (row: RatingRow) => row.position ?? 0;

/** The distinct values in order of first appearance. */
export function levels(values: readonly string[]): string[] {
  return [...new Set(values)];
}
