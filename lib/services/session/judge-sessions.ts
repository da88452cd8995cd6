import { database, plainSql } from "@/lib/services/database";
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
  const sql = await plainSql();
  return sql<TrialRow[]>`
    select s.id as session, t.kind, i.catch->>'answer' as answer,
      (select coalesce(jsonb_agg(jsonb_build_object('dimension', r.dimension, 'value', r.value, 'low', d.low, 'high', d.high)), '[]')
        from ratings r join study_dimensions d on d.version_id = s.version_id and d.dimension = r.dimension
        where r.trial_id = t.id) as ratings,
      c.coverage, c.hidden_ms as "hiddenMs", c.elapsed_ms as "elapsedMs",
      (select bool_or(k.passed) from checks k where k.session_id = s.id and k.kind <> 'sound') as headphones
    from sessions s join trials t on t.session_id = s.id and t.kind <> 'practice'
    join stimuli i on i.set_id = t.set_id and i.id = t.stimulus_id
    left join receipts c on c.trial_id = t.id
    where s.study_id = ${studyId} and s.status = 'complete' and t.status <> 'pending'
    order by s.id, t.position`;
}
