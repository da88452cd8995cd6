import { plainSql } from "@/lib/services/database";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { analysisDigest, analysisInput } from "./analysis-input";
import { INTERVAL_WIDTH, type MeasuredWidth } from "./kept-interval-width";
import { runInThread } from "./run-in-thread";

/** Measures the widest interval of a study's primary contrasts; one kept for the same data is taken. */
export async function measureIntervalWidth(facts: StudyFacts): Promise<MeasuredWidth> {
  const sql = await plainSql();
  const { sha256 } = await analysisDigest(facts);
  const [kept] = await sql<{ value: MeasuredWidth }[]>`
    select value from study_results
    where study_id = ${facts.id} and kind = ${INTERVAL_WIDTH} and data_sha256 = ${sha256}`;
  if (kept) return kept.value;
  const width = await runInThread(INTERVAL_WIDTH, await analysisInput(facts));
  const measured = { width, completed: facts.completed };
  await sql.begin(async (tx) => {
    await tx`delete from study_results where study_id = ${facts.id} and kind = ${INTERVAL_WIDTH}`;
    await tx`
      insert into study_results (study_id, kind, data_sha256, value, computed_at)
      values (${facts.id}, ${INTERVAL_WIDTH}, ${sha256}, ${tx.json(measured as never)}, now())`;
  });
  return measured;
}
