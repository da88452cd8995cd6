import { and, eq, ne, sql } from "drizzle-orm";
import { checks, sessions } from "@/db/schema/sessions";
import { stimuli } from "@/db/schema/stimuli";
import { studyDimensions } from "@/db/schema/studies";
import { ratings, receipts, trials } from "@/db/schema/trials";
import { type Database, database } from "@/lib/services/database";
import { textIn } from "@/lib/services/sql-terms";
import { currentVersion, findStudy } from "@/lib/services/study/find-study";
import type { ExclusionRule } from "@/lib/study/analysis-plan";
import { catchPassed, matchedRules, type SessionConduct } from "@/lib/study/exclusion-checks";

/** A completed session and the rules of the plan that it falls under. */
export interface JudgedSession {
  session: string;
  conduct: SessionConduct;
  rules: ExclusionRule[];
}

interface TrialRow {
  session: string;
  kind: "main" | "repeat" | "catch";
  answer: "lowest" | "highest" | null;
  ratings: { dimension: string; value: number; low: number; high: number }[];
  coverage: number | null;
  hiddenMs: number | null;
  elapsedMs: number | null;
  headphones: boolean | null;
}

/** Judges every completed session of a study by the exclusion rules of its frozen plan. */
export async function judgeSessions(slug: string): Promise<JudgedSession[]> {
  const study = await findStudy(slug);
  const { configuration } = await currentVersion(await database(), study);
  const sessions = new Map<string, TrialRow[]>();
  for (const row of await trialRows(study.id)) {
    sessions.set(row.session, [...(sessions.get(row.session) ?? []), row]);
  }
  return [...sessions].map(([session, rows]) => {
    const conduct = conductOf(rows);
    return { session, conduct, rules: matchedRules(configuration.plan.exclusionRules, conduct) };
  });
}

function conductOf(rows: readonly TrialRow[]): SessionConduct {
  const values: Record<string, number[]> = {};
  for (const { kind, ratings } of rows) {
    if (kind !== "main") continue;
    for (const { dimension, value } of ratings) {
      values[dimension] = [...(values[dimension] ?? []), value];
    }
  }
  const missed = rows.filter((row) => row.answer !== null && !catchPassed(row.answer, row.ratings));
  return {
    missedCatches: missed.length,
    values,
    coverage: rows.flatMap((row) => row.coverage ?? []),
    hiddenMs: rows.reduce((sum, row) => sum + (row.hiddenMs ?? 0), 0),
    elapsedMs: rows.reduce((sum, row) => sum + (row.elapsedMs ?? 0), 0),
    headphonesPassed: rows[0]?.headphones ?? null,
  };
}

async function trialRows(studyId: string): Promise<TrialRow[]> {
  const db = await database();
  const rows = await db
    .select({
      session: sessions.id,
      kind: trials.kind,
      answer: textIn(stimuli.catch, "answer"),
      ratings: ratingsOfTrial(),
      coverage: receipts.coverage,
      hiddenMs: receipts.hiddenMs,
      elapsedMs: receipts.elapsedMs,
    })
    .from(sessions)
    .innerJoin(trials, and(eq(trials.sessionId, sessions.id), ne(trials.kind, "practice")))
    .innerJoin(stimuli, and(eq(stimuli.setId, trials.setId), eq(stimuli.id, trials.stimulusId)))
    .leftJoin(receipts, eq(receipts.trialId, trials.id))
    .where(
      and(
        eq(sessions.studyId, studyId),
        eq(sessions.status, "complete"),
        ne(trials.status, "pending"),
      ),
    )
    .orderBy(sessions.id, trials.position);
  const heard = await headphonesPassed(db, studyId);
  return rows.map((row) => ({ ...row, headphones: heard.get(row.session) ?? null })) as TrialRow[];
}

/** A trial's ratings with the ends of their scales. */
function ratingsOfTrial() {
  const { dimension, low, high } = studyDimensions;
  const scale = and(
    eq(studyDimensions.versionId, sessions.versionId),
    eq(dimension, ratings.dimension),
  );
  return sql<TrialRow["ratings"]>`(
    select coalesce(jsonb_agg(jsonb_build_object('dimension', ${ratings.dimension}, 'value', ${ratings.value},
      'low', ${low}, 'high', ${high})), '[]')
    from ${ratings} join ${studyDimensions} on ${scale} where ${ratings.trialId} = ${trials.id})`;
}

/** Whether each session passed its headphone screen in one of its attempts; those without one are missing. */
async function headphonesPassed(db: Database, studyId: string): Promise<Map<string, boolean>> {
  const { sessionId, passed, kind } = checks;
  const rows = await db
    .select({ sessionId, passed })
    .from(checks)
    .innerJoin(sessions, eq(sessions.id, sessionId))
    .where(and(eq(sessions.studyId, studyId), ne(kind, "sound")));
  const found = new Map<string, boolean>();
  for (const row of rows) found.set(row.sessionId, row.passed || found.get(row.sessionId) === true);
  return found;
}
