import { and, desc, eq } from "drizzle-orm";
import { studyResults } from "@/db/schema/studies";
import { database } from "@/lib/services/database";

/** Under which the widths of a study's interval are kept. */
export const INTERVAL_WIDTH = "interval width";

/** The interval's width as it was measured; it tells nothing of means. */
export interface MeasuredWidth {
  width: number | null;
  /** completed sessions then */
  completed: number;
}

/** The width that was measured last; null before the first. */
export async function lastIntervalWidth(studyId: string): Promise<MeasuredWidth | null> {
  const db = await database();
  const [row] = await db
    .select({ value: studyResults.value })
    .from(studyResults)
    .where(and(eq(studyResults.studyId, studyId), eq(studyResults.kind, INTERVAL_WIDTH)))
    .orderBy(desc(studyResults.computedAt))
    .limit(1);
  return (row?.value as MeasuredWidth | undefined) ?? null;
}
