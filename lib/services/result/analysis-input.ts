import { plainSql } from "@/lib/services/database";
import { judgeSessions } from "@/lib/services/session/judge-sessions";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { canonicalJson, sha256Hex } from "@/lib/shared/canonical-json";
import type { AnalysisOptions } from "@/lib/stats/analyse";
import type { RatingRow } from "@/lib/stats/long-table";
import type { AnalysedSession, StudyAnalysisInput } from "@/lib/stats/study-analysis";
import type { StimulusSet } from "@/lib/stimuli/manifest";
import { exclusionWords } from "@/lib/study/exclusion-words";

/** Raised when the statistics change, so that results kept from before are computed again. */
const ENGINE = 3;

/** The kinds of trial that the statistics use. */
const KINDS = ["main", "repeat"];

/** What a study's analysis would be computed from now, without loading it. */
export interface AnalysisDigest {
  sha256: string;
  /** ratings of main and repeat trials, whether they count or not */
  ratings: number;
}

/**
 * The digest of the data that a study's analysis depends on: its ratings, the state of its
 * sessions, plan and scales, the names that the desk may show, and the version of the statistics.
 */
export async function analysisDigest(facts: StudyFacts): Promise<AnalysisDigest> {
  const sql = await plainSql();
  const [row] = await sql<[{ ratings: number; total: string }]>`
    select count(*)::int as ratings,
      coalesce(sum(hashtextextended(concat_ws('|', t.id, t.session_id, t.kind, t.position, t.stimulus_id, r.dimension,
        r.value, s.status = 'complete', e.id is not null), 0)::numeric), 0)::text as total
    from sessions s
    join trials t on t.session_id = s.id and t.kind = any(${KINDS})
    join ratings r on r.trial_id = t.id
    left join exclusions e on e.session_id = s.id and e.undone_at is null
    where s.study_id = ${facts.id} and s.mode = ${facts.mode}`;
  const { plan, dimensions, trials } = facts.configuration;
  const names = facts.conditions.map(({ id, label }) => [id, label]);
  const seen = [ENGINE, row, plan, dimensions.map((d) => [d.id, d.low, d.high]), trials, names];
  return { sha256: sha256Hex(canonicalJson(seen)), ratings: row.ratings };
}

/** Loads what a study's analysis is computed from, conditions under the names that facts give. */
export async function analysisInput(facts: StudyFacts): Promise<StudyAnalysisInput> {
  const [rows, sessions] = await Promise.all([ratingRows(facts), analysedSessions(facts)]);
  return {
    rows,
    sessions,
    rules: facts.configuration.plan.exclusionRules.map(exclusionWords),
    options: await optionsOf(facts),
  };
}

/** Ratings in an order that the data alone decide: dimension, condition, participant, stimulus. */
async function ratingRows(facts: StudyFacts): Promise<RatingRow[]> {
  const sql = await plainSql();
  const conditions = facts.conditions.map(({ id }) => id);
  const dimensions = facts.configuration.dimensions.map(({ id }) => id);
  const labels = new Map(facts.conditions.map(({ id, label }) => [id, label]));
  const rows = await sql<(Omit<RatingRow, "run"> & { run: string | null })[]>`
    select s.participant_id as participant, s.id as session, t.stimulus_id as stimulus, st.item, st.condition,
      r.dimension, r.value as rating, t.kind as "trialKind", t.position, st.factors->>'run' as run
    from sessions s
    join trials t on t.session_id = s.id and t.kind = any(${KINDS})
    join ratings r on r.trial_id = t.id
    join stimuli st on st.set_id = t.set_id and st.id = t.stimulus_id
    where s.study_id = ${facts.id} and s.mode = ${facts.mode}
      and st.condition = any(${conditions}) and r.dimension = any(${dimensions})
    order by array_position(${dimensions}::text[], r.dimension), array_position(${conditions}::text[], st.condition),
      s.participant_id, t.kind, t.stimulus_id, t.position`;
  return rows.map(({ run, ...row }) => ({
    ...row,
    condition: labels.get(row.condition) ?? row.condition,
    ...(run === null ? {} : { run }),
  }));
}

async function analysedSessions(facts: StudyFacts): Promise<AnalysedSession[]> {
  const sql = await plainSql();
  const rows = await sql<{ id: string; complete: boolean; excluded: boolean }[]>`
    select s.id, s.status = 'complete' as complete, e.id is not null as excluded
    from sessions s left join exclusions e on e.session_id = s.id and e.undone_at is null
    where s.study_id = ${facts.id} and s.mode = ${facts.mode} order by s.id`;
  const needed = facts.configuration.plan.exclusionRules.length > 0;
  const judged = needed ? await judgeSessions(facts.slug) : [];
  const rules = new Map(judged.map(({ session, rules }) => [session, rules.map(exclusionWords)]));
  return rows.map((row) => ({ ...row, rules: rules.get(row.id) ?? [] }));
}

async function optionsOf(facts: StudyFacts): Promise<AnalysisOptions> {
  const sql = await plainSql();
  const [set] = await sql<[{ details: StimulusSet }]>`
    select details from stimulus_sets where id = ${facts.setId}`;
  const { plan, dimensions } = facts.configuration;
  const label = (id: string) => facts.conditions.find((one) => one.id === id)?.label ?? id;
  const temperature = set.details.temperature;
  return {
    plan: {
      primary: plan.primary,
      contrasts: plan.contrasts.map(([a, b]): [string, string] => [label(a), label(b)]),
      dimensions: plan.dimensions,
      alpha: plan.alpha,
      equivalenceMargin: plan.equivalenceMargin,
      ...(plan.variances ? { variances: plan.variances } : {}),
    },
    anchors: facts.conditions
      .filter(({ kind }) => kind === "human" || kind === "scrambled")
      .map((condition) => condition.label),
    ranges: Object.fromEntries(dimensions.map((d) => [d.id, [d.low, d.high] as const])),
    ...(typeof temperature === "number" ? { scope: { temperature: String(temperature) } } : {}),
  };
}
