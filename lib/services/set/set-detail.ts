import { plainSql } from "@/lib/services/database";
import { type ListPage, type ListRequest, likePattern, pageOf } from "@/lib/services/list-page";
import { blindLabels, orderForFigure } from "@/lib/services/study/study-facts";
import { InputError } from "@/lib/shared/invariant";
import type { FileKind, Originality, StimulusRole, StimulusSet } from "@/lib/stimuli/manifest";
import type { SetStatus } from "@/lib/study/terms";

/** A set with what its page shows above the clips. */
export interface SetDetail {
  id: string;
  name: string;
  preset: string;
  status: SetStatus;
  details: StimulusSet;
  parentId: string | null;
  parentName: string | null;
  jobId: string | null;
  createdAt: Date;
  publishedAt: Date | null;
  archivedAt: Date | null;
  studies: { slug: string; name: string; status: string }[];
  /** A running, blind study uses it. */
  blind: boolean;
  /** What the desk calls each condition now. */
  labels: Record<string, string>;
  roles: Record<string, number>;
}

/** One clip of a set. */
export interface SetClip {
  id: string;
  role: StimulusRole;
  condition: string;
  item: string;
  durationMs: number;
  loudness: number | null;
  truePeak: number | null;
  originality: Originality;
  description: Record<string, number>;
  factors: Record<string, string | number | boolean | null>;
  repairs: number;
  files: FileKind[];
}

/**
 * A set by its id.
 * @throws InputError where there is none
 */
export async function setDetail(id: string): Promise<SetDetail> {
  const sql = await plainSql();
  const [row] = await sql<(Omit<SetDetail, "labels"> & { seed: string | null })[]>`
    select s.id, s.name, s.preset, s.status, s.details, s.parent_id as "parentId", p.name as "parentName",
      s.job_id as "jobId", s.created_at as "createdAt", s.published_at as "publishedAt", s.archived_at as "archivedAt",
      coalesce((select jsonb_agg(jsonb_build_object('slug', d.slug, 'name', d.name, 'status', d.status) order by d.created_at)
        from studies d where d.set_id = s.id), '[]') as studies,
      b.seed is not null as blind, b.seed,
      coalesce((select jsonb_object_agg(role, n) from (
        select role, count(*)::int as n from stimuli t where t.set_id = s.id group by 1) r), '{}') as roles
    from stimulus_sets s
    left join stimulus_sets p on p.id = s.parent_id
    left join lateral (
      select d.seed from studies d where d.set_id = s.id and d.mode = 'live' and d.launched_at is not null
        and d.unblinded_at is null order by d.launched_at limit 1
    ) b on true
    where s.id = ${id}`;
  if (!row) throw new InputError(`no stimulus set ${id}`, { code: "not found" });
  const { seed, ...set } = row;
  return { ...set, labels: labelsOf(set.details, seed) };
}

/** Anchors keep their names: whoever hears them knows them anyway. */
function labelsOf(details: StimulusSet, seed: string | null): Record<string, string> {
  const compared = details.conditions
    .filter(({ kind }) => kind !== "human" && kind !== "scrambled")
    .map(({ id }) => id);
  const shown =
    seed === null
      ? orderForFigure(compared).map((id) => ({ id, label: id }))
      : blindLabels(compared, seed);
  const rest = details.conditions
    .filter(({ id }) => !compared.includes(id))
    .map(({ id }) => ({ id, label: id }));
  return Object.fromEntries([...shown, ...rest].map(({ id, label }) => [id, label]));
}

/** Orders in which clips are shown. */
export const CLIP_SORTS = ["item", "loudness", "originality", "notesPerBar"] as const;

/** One page of a set's clips; `filters.condition` and `filters.role` narrow it. */
export async function setClips(setId: string, request: ListRequest): Promise<ListPage<SetClip>> {
  const sql = await plainSql();
  const sort = {
    item: sql`t.item`,
    loudness: sql`t.loudness`,
    originality: sql`(t.originality->>'longestRun')::int`,
    notesPerBar: sql`(t.description->>'notesPerBar')::float8`,
  }[request.sort as (typeof CLIP_SORTS)[number]];
  const { condition = "", role = "" } = request.filters;
  const rows = await sql<(SetClip & { total: number })[]>`
    select t.id, t.role, t.condition, t.item, t.duration_ms as "durationMs", t.loudness, t.true_peak as "truePeak",
      t.originality, t.description, t.factors, t.repairs, count(*) over ()::int as total,
      array(select kind from stimulus_files f where f.set_id = t.set_id and f.stimulus_id = t.id) as files
    from stimuli t
    where t.set_id = ${setId} and (${condition} = '' or t.condition = ${condition}) and (${role} = '' or t.role = ${role})
      and (${request.search} = '' or t.item ilike ${likePattern(request.search)} or t.id ilike ${likePattern(request.search)})
    order by ${sort} ${request.descending ? sql`desc` : sql`asc`} nulls last, t.position
    limit ${request.size} offset ${(request.page - 1) * request.size}`;
  return pageOf(rows);
}

/** One clip. @throws InputError where there is none */
export async function setClip(setId: string, stimulusId: string): Promise<SetClip> {
  const request = {
    search: stimulusId,
    sort: "item",
    descending: false,
    page: 1,
    size: 1,
    filters: {},
  };
  const { rows } = await setClips(setId, request);
  if (!rows[0])
    throw new InputError(`set ${setId} has no stimulus ${stimulusId}`, { code: "not found" });
  return rows[0];
}

/** Asks for all of a set's clips at once. */
export const EVERY_CLIP: ListRequest = {
  search: "",
  sort: "item",
  descending: false,
  page: 1,
  size: 5000,
  filters: {},
};

/**
 * The clip of the parent set that each clip of a set is compared with: the same role and condition,
 * and the same item or, where the items are others, the one in the same place.
 * @returns the parent's clips by the ids of the set's
 */
export async function parentCounterparts(
  setId: string,
  parentId: string,
): Promise<Map<string, SetClip>> {
  const [own, parents] = await Promise.all([
    setClips(setId, EVERY_CLIP),
    setClips(parentId, EVERY_CLIP),
  ]);
  const cells = cellsOf(parents.rows);
  const pairs = new Map<string, SetClip>();
  for (const [cell, clips] of cellsOf(own.rows)) {
    const others = cells.get(cell) ?? [];
    for (const [index, clip] of clips.entries()) {
      const other = others.find(({ item }) => item === clip.item) ?? others[index];
      if (other) pairs.set(clip.id, other);
    }
  }
  return pairs;
}

function cellsOf(clips: readonly SetClip[]): Map<string, SetClip[]> {
  const cells = new Map<string, SetClip[]>();
  for (const clip of clips) {
    const cell = `${clip.role} ${clip.condition}`;
    cells.set(cell, [...(cells.get(cell) ?? []), clip]);
  }
  return cells;
}

/** Numbers of one condition of a set, for the comparison with its parent. */
export interface ConditionSummary {
  condition: string;
  clips: number;
  loudness: number | null;
  /** LUFS from one speaker and of each channel alone; null where it was not measured. */
  mono: number | null;
  left: number | null;
  right: number | null;
  longestRun: number | null;
  description: Record<string, number>;
}

/** Means per condition over a set's main clips. */
export async function conditionSummaries(setId: string): Promise<ConditionSummary[]> {
  const sql = await plainSql();
  const rows = await sql<ConditionSummary[]>`
    select t.condition, count(*)::int as clips, avg(t.loudness)::float8 as loudness,
      avg((s.details->'loudness'->'byEar'->t.id->>'mono')::float8) as mono,
      avg((s.details->'loudness'->'byEar'->t.id->>'left')::float8) as "left",
      avg((s.details->'loudness'->'byEar'->t.id->>'right')::float8) as "right",
      avg((t.originality->>'longestRun')::float8) as "longestRun",
      coalesce((select jsonb_object_agg(d.key, d.mean) from (
        select e.key, avg(e.value::float8) as mean from stimuli x, jsonb_each_text(x.description) e
        where x.set_id = ${setId} and x.role = 'main' and x.condition = t.condition group by 1) d), '{}') as description
    from stimuli t join stimulus_sets s on s.id = t.set_id
    where t.set_id = ${setId} and t.role = 'main' group by 1 order by min(t.position)`;
  return [...rows];
}

/** How many clips to rate a set has of each condition; conditions with practice clips alone have none. */
export async function clipsToRate(setId: string): Promise<Record<string, number>> {
  const sql = await plainSql();
  const rows = await sql<{ condition: string; clips: number }[]>`
    select condition, count(*)::int as clips from stimuli where set_id = ${setId} and role = 'main' group by 1`;
  return Object.fromEntries(rows.map(({ condition, clips }) => [condition, clips]));
}
