import { plainSql } from "@/lib/services/database";
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
  const sql = await plainSql();
  const [row] = await sql<FactsRow[]>`
    select s.id, s.slug, s.name, s.mode, s.status, s.seed, s.set_id, s.created_at, s.launched_at, s.closed_at,
      s.stop_rule_met_at, s.unblinded_at, s.released_at, st.name as set_name, st.details->'conditions' as set_conditions,
      coalesce(st.details->'factors', '[]') as set_factors,
      v.configuration, v.number as version, v.status = 'frozen' as frozen, c.completed, c.excluded
    from studies s
    join stimulus_sets st on st.id = s.set_id
    join lateral (
      select * from study_versions v where v.study_id = s.id order by (v.status = 'frozen') desc, v.number desc limit 1
    ) v on true
    cross join lateral (
      select count(*) filter (where x.status = 'complete' and e.id is null)::int as completed,
        count(*) filter (where e.id is not null)::int as excluded
      from sessions x left join exclusions e on e.session_id = x.id and e.undone_at is null
      where x.study_id = s.id and x.mode = s.mode
    ) c
    where s.slug = ${slug}`;
  if (!row) throw new InputError(`no study is called "${slug}"`, { code: "not found" });
  return factsOf(row, options.names ?? false);
}

interface FactsRow {
  id: string;
  slug: string;
  name: string;
  mode: StudyMode;
  status: StudyStatus;
  seed: string;
  set_id: string;
  set_name: string;
  set_factors: string[];
  set_conditions: { id: string; kind: LabelledCondition["kind"] }[];
  configuration: StudyConfiguration;
  version: number;
  frozen: boolean;
  created_at: Date;
  launched_at: Date | null;
  closed_at: Date | null;
  stop_rule_met_at: Date | null;
  unblinded_at: Date | null;
  released_at: Date | null;
  completed: number;
  excluded: number;
}

function factsOf(row: FactsRow, names: boolean): StudyFacts {
  const target = largestQuota(row.configuration.stop);
  // Simulated and test studies hold nobody's judgement: there is nothing to be biased about.
  const blind = row.mode === "live" && row.unblinded_at === null;
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    mode: row.mode,
    status: row.status,
    setId: row.set_id,
    setName: row.set_name,
    factors: blind && !names ? [] : row.set_factors,
    configuration: row.configuration,
    version: row.version,
    frozen: row.frozen,
    createdAt: row.created_at,
    launchedAt: row.launched_at,
    closedAt: row.closed_at,
    unblindedAt: row.unblinded_at,
    releasedAt: row.released_at,
    blind,
    conditions: labelled(row, blind && !names),
    completed: row.completed,
    excluded: row.excluded,
    target,
    stopRuleMetAt: row.stop_rule_met_at,
    stopRuleMet:
      row.stop_rule_met_at !== null ||
      row.completed >= target ||
      row.status === "closed" ||
      row.mode !== "live",
  };
}

function labelled(row: FactsRow, blind: boolean): LabelledCondition[] {
  const { models, anchors } = row.configuration.trials;
  const kindOf = (id: string) =>
    row.set_conditions.find((one) => one.id === id)?.kind ?? "uploaded";
  const named = orderForFigure(models.map(({ condition }) => condition));
  const compared = blind ? blindLabels(named, row.seed) : named.map((id) => ({ id, label: id }));
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
