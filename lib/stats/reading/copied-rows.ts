import type { RatingRow } from "@/lib/stats/long-table";

/**
 * Leaves out exact copies of rows where nothing but copies repeats a presentation: a file pasted
 * twice, not a study that measured again (there some second ratings differ).
 * @param notes told how many
 */
export function rowsWithoutCopies(rows: readonly RatingRow[], notes: string[]): RatingRow[] {
  const seen = new Map<string, string>();
  const kept: RatingRow[] = [];
  for (const row of rows) {
    const key = JSON.stringify([row.participant, row.stimulus, row.dimension]);
    const whole = JSON.stringify(row);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, whole);
    else if (before !== whole) return [...rows];
    if (before === undefined) kept.push(row);
  }
  const copies = rows.length - kept.length;
  if (copies > 0)
    notes.push(
      `${copies} lines are exact copies of others, and no rating was given twice; they were left out.`,
    );
  return kept;
}
