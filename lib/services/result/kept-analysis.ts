import { and, desc, eq, isNotNull, notInArray, type SQL } from "drizzle-orm";
import { jobs } from "@/db/schema/jobs";
import { studyResults } from "@/db/schema/studies";
import type { Actor } from "@/lib/services/act/record-act";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { queueJob } from "@/lib/services/job/queue-job";
import { advisoryLock, databaseNow, nullsLast, textIn } from "@/lib/services/sql-terms";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";
import type { StudyAnalysis } from "@/lib/stats/study-analysis";
import { analysisDigest } from "./analysis-input";

/** Name of the job that computes a study's models. */
export const ANALYSE_STUDY_JOB = "analyse-study";

/** Under which results of this kind are kept. */
const KIND = "models";

/** With more ratings than this the models are started by hand: they take minutes. */
export const STARTED_BY_HAND = 40_000;

/** Results as they were computed. */
export interface KeptAnalysis {
  analysis: StudyAnalysis;
  asOf: Date;
}

/** How the computation for the present data stands. */
export type AnalysisWork =
  | { kind: "none" }
  | { kind: "under way"; jobId: string; status: "queued" | "running"; progress: number; at: string }
  | { kind: "ended badly"; jobId: string; status: "failed" | "cancelled"; error: string };

/** What the results page can show now. */
export interface AnalysisState {
  /** of the present data, or else the newest of earlier data; null before the first */
  kept: (KeptAnalysis & { current: boolean }) | null;
  work: AnalysisWork;
  ratings: number;
  /** the models start with the page; larger data wait for somebody to ask */
  byItself: boolean;
}

/** Results for the present data if they are kept, earlier ones if not, and the work under way. */
export async function analysisState(facts: StudyFacts): Promise<AnalysisState> {
  const db = await database();
  const { sha256, ratings } = await analysisDigest(facts);
  const [present] = await keptResults(db, facts, eq(studyResults.dataSha256, sha256));
  const [row] = present ? [present] : await keptResults(db, facts);
  return {
    kept: row ? { ...row, current: present !== undefined } : null,
    work: present ? { kind: "none" } : await workOn(db, facts, sha256),
    ratings,
    byItself: ratings <= STARTED_BY_HAND,
  };
}

/** The newest results of a study that are there. */
async function keptResults(db: Database, facts: StudyFacts, more?: SQL): Promise<KeptAnalysis[]> {
  const { studyId, kind, value, computedAt } = studyResults;
  const rows = await db
    .select({ value, computedAt })
    .from(studyResults)
    .where(and(eq(studyId, facts.id), eq(kind, keptAs(facts)), isNotNull(value), more))
    .orderBy(desc(computedAt))
    .limit(1);
  return rows.map((row) => ({ analysis: row.value as StudyAnalysis, asOf: row.computedAt! }));
}

/** While the desk is blind its results carry letters: never mixed with those under real names. */
function keptAs(facts: StudyFacts): string {
  return facts.conditions.every(({ id, label }) => id === label) ? KIND : `${KIND}, blind`;
}

async function workOn(db: Database, facts: StudyFacts, sha256: string): Promise<AnalysisWork> {
  const { id, status, progress, message, error, kind, input, createdAt } = jobs;
  const [job] = await db
    .select({ id, status, progress, message, error })
    .from(jobs)
    .where(
      and(
        eq(kind, ANALYSE_STUDY_JOB),
        eq(textIn(input, "study"), facts.slug),
        eq(textIn(input, "sha256"), sha256),
      ),
    )
    .orderBy(desc(createdAt))
    .limit(1);
  if (!job || job.status === "done") return { kind: "none" };
  if (job.status === "queued" || job.status === "running") {
    const { id: jobId, status, progress, message: at } = job;
    return { kind: "under way", jobId, status, progress, at };
  }
  return { kind: "ended badly", jobId: job.id, status: job.status, error: job.error ?? "" };
}

/**
 * Queues the computation for the present data, once however many ask at the same moment.
 * @returns the job, or null where the results are there or on their way
 */
export async function askForAnalysis(facts: StudyFacts, actor: Actor): Promise<string | null> {
  const { sha256 } = await analysisDigest(facts);
  return withTransaction(await database(), async (tx) => {
    await tx.execute(advisoryLock(`analyse ${facts.id}`));
    const there = await keptResults(tx, facts, eq(studyResults.dataSha256, sha256));
    if (there.length > 0) return null;
    if ((await workOn(tx, facts, sha256)).kind === "under way") return null;
    const input = { study: facts.slug, sha256, blind: keptAs(facts) !== KIND };
    return (await queueJob(ANALYSE_STUDY_JOB, input, actor, tx)).id;
  });
}

/** Results of a study that are kept at most. */
const KEPT = 5;

/** Keeps the results for the data that they were computed from; the newest few of a study stay. */
export async function keepAnalysis(
  facts: StudyFacts,
  dataSha256: string,
  value: StudyAnalysis,
): Promise<void> {
  const own = { studyId: facts.id, kind: keptAs(facts) };
  const ofStudy = and(eq(studyResults.studyId, own.studyId), eq(studyResults.kind, own.kind));
  await withTransaction(await database(), async (tx) => {
    const now = databaseNow();
    await tx
      .insert(studyResults)
      .values({ ...own, dataSha256, value, computedAt: now })
      .onConflictDoUpdate({
        target: [studyResults.studyId, studyResults.kind, studyResults.dataSha256],
        set: { value, computedAt: now },
      });
    const newest = tx
      .select({ dataSha256: studyResults.dataSha256 })
      .from(studyResults)
      .where(ofStudy)
      .orderBy(nullsLast(desc(studyResults.computedAt)))
      .limit(KEPT);
    await tx.delete(studyResults).where(and(ofStudy, notInArray(studyResults.dataSha256, newest)));
  });
}

/** The kept results of the present data. @throws InputError where they have not been computed */
export async function currentAnalysis(facts: StudyFacts): Promise<KeptAnalysis> {
  const { kept } = await analysisState(facts);
  if (kept?.current) return kept;
  throw new InputError(
    `the models of ${facts.slug} have not been computed for its present ratings`,
    { code: "conflict" },
  );
}
