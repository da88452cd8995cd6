import { and, asc, eq, exists, inArray, isNull } from "drizzle-orm";
import { studies, studyVersions } from "@/db/schema/studies";
import { recordAct, SYSTEM_ACTOR } from "@/lib/services/act/record-act";
import { database, withTransaction } from "@/lib/services/database";
import { measureIntervalWidth } from "@/lib/services/result/measure-interval-width";
import { textIn } from "@/lib/services/sql-terms";
import { type Collected, meetsStopRule, WIDTH_COUNTS_FROM } from "@/lib/study/stop-rule";
import { type StudyFacts, studyFacts } from "./study-facts";

/**
 * Looks whether studies with a stop rule by interval width have met it. One that has is marked for
 * good: nobody new can start, and its results open.
 * @returns the studies that have met it now
 */
export async function checkStopRules(): Promise<string[]> {
  const db = await database();
  const byWidth = db
    .select({ id: studyVersions.id })
    .from(studyVersions)
    .where(
      and(
        eq(studyVersions.studyId, studies.id),
        eq(studyVersions.status, "frozen"),
        eq(textIn(studyVersions.configuration, "stop", "kind"), "width"),
      ),
    );
  const collecting = await db
    .select({ slug: studies.slug })
    .from(studies)
    .where(
      and(
        inArray(studies.status, ["open", "paused"]),
        isNull(studies.stopRuleMetAt),
        exists(byWidth),
      ),
    )
    .orderBy(asc(studies.slug));
  const met: string[] = [];
  for (const { slug } of collecting) if (await checkStopRule(slug)) met.push(slug);
  return met;
}

async function checkStopRule(slug: string): Promise<boolean> {
  const facts = await studyFacts(slug, { names: true });
  const { completed } = facts;
  const width = completed < WIDTH_COUNTS_FROM ? null : (await measureIntervalWidth(facts)).width;
  if (!meetsStopRule(facts.configuration.stop, { completed, width })) return false;
  return markMet(facts, { completed, width });
}

/** False where another process was first. */
async function markMet(facts: StudyFacts, collected: Collected): Promise<boolean> {
  const db = await database();
  return withTransaction(db, async (tx) => {
    const marked = await tx
      .update(studies)
      .set({ stopRuleMetAt: new Date() })
      .where(and(eq(studies.id, facts.id), isNull(studies.stopRuleMetAt)))
      .returning({ id: studies.id });
    if (marked.length === 0) return false;
    const after = { ...collected, rule: facts.configuration.stop };
    await recordAct(
      SYSTEM_ACTOR,
      { act: "study.stop-rule-met", objectKind: "study", objectId: facts.id, after },
      tx,
    );
    return true;
  });
}
