import { desc, eq } from "drizzle-orm";
import { countedSessions } from "@/db/schema/counted";
import { stimulusSets } from "@/db/schema/stimuli";
import { studies, studyVersions } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import { countWhere } from "@/lib/services/sql-terms";
import { InputError } from "@/lib/shared/invariant";
import { namedStream } from "@/lib/shared/rng";
import type { CONDITION_KINDS } from "@/lib/stimuli/manifest";
import { STUDY_MODELS } from "@/lib/stimuli/set-presets";
import { largestQuota } from "@/lib/study/analysis-plan";
import type { StudyConfiguration } from "@/lib/study/configuration";
import type { StudyMode, StudyStatus } from "@/lib/study/terms";

/** A condition with the name that the desk may show. */
export interface LabelledCondition {
  id: string;
  kind: (typeof CONDITION_KINDS)[number];
  /** The condition's name, or "Model A" while the study is blind. */
  label: string;
}

/** What every page about a study needs. */
export interface StudyFacts {
  id: string;
  slug: string;
  name: string;
  mode: StudyMode;
  status: StudyStatus;
  setId: string;
  setName: string;
  /** What else its stimuli differ in; none while the study is blind, since a factor may name a model. */
  factors: string[];
  configuration: StudyConfiguration;
  version: number;
  frozen: boolean;
  createdAt: Date;
  launchedAt: Date | null;
  closedAt: Date | null;
  unblindedAt: Date | null;
  /** Its results are public since then. */
  releasedAt: Date | null;
  /** Model names are hidden from the desk. */
  blind: boolean;
  /** Conditions that this study compares (models first, then anchors), in the figure's order. */
  conditions: LabelledCondition[];
  completed: number;
  /** Sessions with a standing exclusion. */
  excluded: number;
  target: number;
  /** When the stop rule by interval width was met, for good. */
  stopRuleMetAt: Date | null;
  /** The stop rule is met, or the study is closed: results are open. */
  stopRuleMet: boolean;
}

/**
 * Loads what every page about a study needs.
 * @param options.names show the conditions' own names even while the desk is blind
 * @throws InputError for an unknown slug
 */
export async function studyFacts(
  slug: string,
  options: { names?: boolean } = {},
): Promise<StudyFacts> {
  const row = await factsRow(await database(), slug);
  if (!row) throw new InputError(`no study is called "${slug}"`, { code: "not found" });
  return factsOf(row, options.names ?? false);
}

type FactsRow = NonNullable<Awaited<ReturnType<typeof factsRow>>>;

async function factsRow(db: Database, slug: string) {
  const version = db
    .select()
    .from(studyVersions)
    .where(eq(studyVersions.studyId, studies.id))
    // "frozen" before "draft"
    .orderBy(desc(studyVersions.status), desc(studyVersions.number))
    .limit(1)
    .as("version");
  const counts = db
    .select({
      completed: countWhere(eq(countedSessions.counts, true)).as("completed"),
      excluded: countWhere(eq(countedSessions.excluded, true)).as("excluded"),
    })
    .from(countedSessions)
    .where(eq(countedSessions.studyId, studies.id))
    .as("counts");
  const [row] = await db
    .select({
      study: studies,
      set: { name: stimulusSets.name, details: stimulusSets.details },
      configuration: version.configuration,
      version: version.number,
      versionStatus: version.status,
      completed: counts.completed,
      excluded: counts.excluded,
    })
    .from(studies)
    .innerJoin(stimulusSets, eq(stimulusSets.id, studies.setId))
    .crossJoinLateral(version)
    .crossJoinLateral(counts)
    .where(eq(studies.slug, slug));
  return row;
}

function factsOf(row: FactsRow, names: boolean): StudyFacts {
  const { study, set, configuration, version, completed, excluded } = row;
  const { id, slug, name, mode, status, setId, createdAt, launchedAt, closedAt } = study;
  const { unblindedAt, releasedAt, stopRuleMetAt } = study;
  const target = largestQuota(configuration.stop);
  // Simulated and test studies hold nobody's judgement: there is nothing to be biased about.
  const blind = mode === "live" && unblindedAt === null;
  return {
    ...{ id, slug, name, mode, status, setId, setName: set.name },
    factors: blind && !names ? [] : (set.details.factors ?? []),
    ...{ configuration, version, frozen: row.versionStatus === "frozen" },
    ...{ createdAt, launchedAt, closedAt, unblindedAt, releasedAt, blind },
    conditions: labelled(row, blind && !names),
    ...{ completed, excluded, target, stopRuleMetAt },
    stopRuleMet:
      stopRuleMetAt !== null || completed >= target || status === "closed" || mode !== "live",
  };
}

function labelled(row: FactsRow, blind: boolean): LabelledCondition[] {
  const { models, anchors } = row.configuration.trials;
  const kindOf = (id: string) =>
    row.set.details.conditions.find((one) => one.id === id)?.kind ?? "uploaded";
  const named = orderForFigure(models.map(({ condition }) => condition));
  const compared = blind
    ? blindLabels(named, row.study.seed)
    : named.map((id) => ({ id, label: id }));
  const rest = anchors.map(({ condition }) => ({ id: condition, label: condition }));
  return [...compared, ...rest].map((one) => ({ ...one, kind: kindOf(one.id) }));
}

/** The paper's three first, in the order of its Figure 8; the others keep theirs. */
export function orderForFigure(conditions: readonly string[]): string[] {
  const first: readonly string[] = STUDY_MODELS;
  const place = (id: string) => (first.includes(id) ? first.indexOf(id) : first.length);
  return [...conditions].sort((a, b) => place(a) - place(b));
}

/** Letters drawn from the study's seed: the same on every page, and telling nothing. */
export function blindLabels(
  conditions: readonly string[],
  seed: string,
): { id: string; label: string }[] {
  const drawn = namedStream(seed, "blind desk").shuffle([...conditions].sort());
  return drawn.map((id, index) => ({ id, label: `Model ${letters(index)}` }));
}

function letters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letters(Math.floor(index / 26) - 1) + letter;
}
