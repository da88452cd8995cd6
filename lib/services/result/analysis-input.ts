import { and, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import { countedSessions, countedTrials } from "@/db/schema/counted";
import { stimuli, stimulusSets } from "@/db/schema/stimuli";
import { ratings } from "@/db/schema/trials";
import { database } from "@/lib/services/database";
import { judgeSessions } from "@/lib/services/session/judge-sessions";
import { placeIn, textIn, wordsWith } from "@/lib/services/sql-terms";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { canonicalJson, sha256Hex } from "@/lib/shared/canonical-json";
import type { AnalysisOptions } from "@/lib/stats/analyse";
import type { RatingRow } from "@/lib/stats/long-table";
import type { AnalysedSession, StudyAnalysisInput } from "@/lib/stats/study-analysis";
import { exclusionWords } from "@/lib/study/exclusion-words";

/** Raised when the statistics change, so that results kept from before are computed again. */
const ENGINE = 3;

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
  const db = await database();
  const [row] = await db
    .select({ ratings: count(), total: ratingsDigest() })
    .from(countedTrials)
    .innerJoin(ratings, eq(ratings.trialId, countedTrials.id))
    .where(givenIn(facts));
  const { plan, dimensions, trials } = facts.configuration;
  const names = facts.conditions.map(({ id, label }) => [id, label]);
  const seen = [ENGINE, row, plan, dimensions.map((d) => [d.id, d.low, d.high]), trials, names];
  return { sha256: sha256Hex(canonicalJson(seen)), ratings: row!.ratings };
}

/** Main and repeat trials of every session: what the statistics choose from. */
const givenIn = (facts: StudyFacts) =>
  and(eq(countedTrials.studyId, facts.id), eq(countedTrials.allGiven, true));

/** A sum over the ratings' own digests, so that their order does not matter. */
function ratingsDigest(): SQL<string> {
  const { id, sessionId, kind, position, stimulusId, completed, excluded } = countedTrials;
  const { dimension, value } = ratings;
  const parts = [id, sessionId, kind, position, stimulusId, dimension, value, completed, excluded];
  const text = wordsWith("|", ...parts);
  return sql<string>`coalesce(sum(hashtextextended(${text}, 0)::numeric), 0)::text`;
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
  const db = await database();
  const conditions = facts.conditions.map(({ id }) => id);
  const dimensions = facts.configuration.dimensions.map(({ id }) => id);
  const labels = new Map(facts.conditions.map(({ id, label }) => [id, label]));
  const { participantId, sessionId, stimulusId, kind, position, setId } = countedTrials;
  const rows = await db
    .select({
      participant: participantId,
      session: sessionId,
      stimulus: stimulusId,
      item: stimuli.item,
      condition: stimuli.condition,
      dimension: ratings.dimension,
      rating: ratings.value,
      trialKind: kind,
      position,
      run: textIn(stimuli.factors, "run"),
    })
    .from(countedTrials)
    .innerJoin(ratings, eq(ratings.trialId, countedTrials.id))
    .innerJoin(stimuli, and(eq(stimuli.setId, setId), eq(stimuli.id, stimulusId)))
    .where(
      and(
        givenIn(facts),
        inArray(stimuli.condition, conditions),
        inArray(ratings.dimension, dimensions),
      ),
    )
    .orderBy(
      placeIn(dimensions, ratings.dimension),
      placeIn(conditions, stimuli.condition),
      participantId,
      kind,
      stimulusId,
      position,
    );
  return rows.map(({ run, ...row }) => ({
    ...row,
    condition: labels.get(row.condition) ?? row.condition,
    ...(run === null ? {} : { run }),
  }));
}

async function analysedSessions(facts: StudyFacts): Promise<AnalysedSession[]> {
  const db = await database();
  const { id, completed, excluded, studyId } = countedSessions;
  const rows = await db
    .select({ id, complete: completed, excluded })
    .from(countedSessions)
    .where(eq(studyId, facts.id))
    .orderBy(id);
  const needed = facts.configuration.plan.exclusionRules.length > 0;
  const judged = needed ? await judgeSessions(facts.slug) : [];
  const rules = new Map(judged.map(({ session, rules }) => [session, rules.map(exclusionWords)]));
  return rows.map((row) => ({ ...row, rules: rules.get(row.id) ?? [] }));
}

async function optionsOf(facts: StudyFacts): Promise<AnalysisOptions> {
  const db = await database();
  const [set] = await db
    .select({ details: stimulusSets.details })
    .from(stimulusSets)
    .where(eq(stimulusSets.id, facts.setId));
  const { plan, dimensions } = facts.configuration;
  const label = (id: string) => facts.conditions.find((one) => one.id === id)?.label ?? id;
  const temperature = set!.details.temperature;
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
