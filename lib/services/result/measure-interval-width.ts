import { and, eq } from "drizzle-orm";
import { studyResults } from "@/db/schema/studies";
import { database, withTransaction } from "@/lib/services/database";
import { databaseNow } from "@/lib/services/sql-terms";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { analysisDigest, analysisInput } from "./analysis-input";
import { INTERVAL_WIDTH, type MeasuredWidth } from "./kept-interval-width";
import { runInThread } from "./run-in-thread";

/** Measures the widest interval of a study's primary contrasts; one kept for the same data is taken. */
export async function measureIntervalWidth(facts: StudyFacts): Promise<MeasuredWidth> {
  const db = await database();
  const { sha256 } = await analysisDigest(facts);
  const own = and(eq(studyResults.studyId, facts.id), eq(studyResults.kind, INTERVAL_WIDTH));
  const [kept] = await db
    .select({ value: studyResults.value })
    .from(studyResults)
    .where(and(own, eq(studyResults.dataSha256, sha256)));
  if (kept) return kept.value as MeasuredWidth;
  const width = await runInThread(INTERVAL_WIDTH, await analysisInput(facts));
  const value: MeasuredWidth = { width, completed: facts.completed };
  await withTransaction(db, async (tx) => {
    await tx.delete(studyResults).where(own);
    await tx.insert(studyResults).values({
      studyId: facts.id,
      kind: INTERVAL_WIDTH,
      dataSha256: sha256,
      value,
      computedAt: databaseNow(),
    });
  });
  return value;
}
