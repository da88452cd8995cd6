import { plainSql } from "@/lib/services/database";

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
  const sql = await plainSql();
  const [row] = await sql<{ value: MeasuredWidth }[]>`
    select value from study_results where study_id = ${studyId} and kind = ${INTERVAL_WIDTH}
    order by computed_at desc limit 1`;
  return row?.value ?? null;
}
