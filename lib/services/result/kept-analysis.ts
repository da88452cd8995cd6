import type { Actor } from "@/lib/services/act/record-act";
import { plainSql } from "@/lib/services/database";
import { queueJob } from "@/lib/services/job/queue-job";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";
import type { StudyAnalysis } from "@/lib/stats/study-analysis";
import type { JobStatus } from "@/lib/study/terms";
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
  const sql = await plainSql();
  const { sha256, ratings } = await analysisDigest(facts);
  const [row] = await sql<{ value: StudyAnalysis; asOf: Date; current: boolean }[]>`
    select value, computed_at as "asOf", data_sha256 = ${sha256} as current
    from study_results where study_id = ${facts.id} and kind = ${keptAs(facts)} and value is not null
    order by current desc, computed_at desc limit 1`;
  return {
    kept: row ? { analysis: row.value, asOf: row.asOf, current: row.current } : null,
    work: row?.current ? { kind: "none" } : await workOn(facts, sha256),
    ratings,
    byItself: ratings <= STARTED_BY_HAND,
  };
}

/** While the desk is blind its results carry letters: never mixed with those under real names. */
function keptAs(facts: StudyFacts): string {
  return facts.conditions.every(({ id, label }) => id === label) ? KIND : `${KIND}, blind`;
}

interface JobState {
  id: string;
  status: JobStatus;
  progress: number;
  message: string;
  error: string | null;
}

async function workOn(facts: StudyFacts, sha256: string): Promise<AnalysisWork> {
  const sql = await plainSql();
  const [job] = await sql<JobState[]>`
    select id, status, progress, message, error from jobs
    where kind = ${ANALYSE_STUDY_JOB} and input->>'study' = ${facts.slug} and input->>'sha256' = ${sha256}
    order by created_at desc limit 1`;
  if (!job || job.status === "done") return { kind: "none" };
  const { id: jobId, status, progress, message, error } = job;
  if (status === "queued" || status === "running") {
    return { kind: "under way", jobId, status, progress, at: message };
  }
  return { kind: "ended badly", jobId, status, error: error ?? "" };
}

/**
 * Queues the computation for the present data, once however many ask at the same moment.
 * @returns the job, or null where the results are there or on their way
 */
export async function askForAnalysis(facts: StudyFacts, actor: Actor): Promise<string | null> {
  const sql = await plainSql();
  const { sha256 } = await analysisDigest(facts);
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`analyse ${facts.id}`}, 0))`;
    const [there] = await tx`
      select 1 from study_results
      where study_id = ${facts.id} and kind = ${keptAs(facts)} and data_sha256 = ${sha256} and value is not null`;
    if (there || (await workOn(facts, sha256)).kind === "under way") return null;
    const input = { study: facts.slug, sha256, blind: keptAs(facts) !== KIND };
    return (await queueJob(ANALYSE_STUDY_JOB, input, actor)).id;
  });
}

/** Keeps the results for the data that they were computed from; the newest few of a study stay. */
export async function keepAnalysis(
  facts: StudyFacts,
  sha256: string,
  analysis: StudyAnalysis,
): Promise<void> {
  const sql = await plainSql();
  const kind = keptAs(facts);
  await sql.begin(async (tx) => {
    await tx`
      insert into study_results (study_id, kind, data_sha256, value, computed_at)
      values (${facts.id}, ${kind}, ${sha256}, ${tx.json(analysis as never)}, now())
      on conflict (study_id, kind, data_sha256) do update set value = excluded.value, computed_at = now()`;
    await tx`
      delete from study_results where study_id = ${facts.id} and kind = ${kind} and data_sha256 not in (
        select data_sha256 from study_results where study_id = ${facts.id} and kind = ${kind}
        order by computed_at desc nulls last limit 5)`;
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
