import { plainSql } from "@/lib/services/database";
import { type ListPage, type ListRequest, likePattern, pageOf } from "@/lib/services/list-page";
import { type CountedCondition, fittingPresets, type PresetFit } from "@/lib/study/presets";
import type { SetStatus } from "@/lib/study/terms";

/** A set in the list. */
export interface SetLine {
  id: string;
  name: string;
  preset: string;
  status: SetStatus;
  stimuli: number;
  conditions: string[];
  studies: number;
  /** A running, blind study uses it: the desk must not learn which model is which. */
  blind: boolean;
  createdAt: Date;
  publishedAt: Date | null;
}

/** A set that a study may be made of, with the study presets that fit it. */
export interface SetChoice {
  id: string;
  name: string;
  preset: string;
  status: SetStatus;
  stimuli: number;
  fits: PresetFit[];
}

/** Every set that is not archived, the newest first, with the presets that fit. */
export async function setChoices(): Promise<SetChoice[]> {
  const sql = await plainSql();
  const rows = await sql<(Omit<SetChoice, "fits"> & { conditions: CountedCondition[] })[]>`
    select s.id, s.name, s.preset, s.status,
      (select count(*)::int from stimuli t where t.set_id = s.id) as stimuli,
      (select coalesce(jsonb_agg(jsonb_build_object('id', c->>'id', 'kind', c->>'kind', 'mainClips', (
          select count(*) from stimuli t where t.set_id = s.id and t.role = 'main' and t.condition = c->>'id'))), '[]')
        from jsonb_array_elements(s.details->'conditions') c) as conditions
    from stimulus_sets s where s.status <> 'archived' order by s.created_at desc, s.id limit 200`;
  return rows.map(({ conditions, ...set }) => ({ ...set, fits: fittingPresets(conditions) }));
}

/** Columns that the list of sets sorts by. */
export const SET_SORTS = ["created", "name", "stimuli"] as const;

/** One page of the stimulus sets; archived ones only when they are asked for. */
export async function stimulusSetList(request: ListRequest): Promise<ListPage<SetLine>> {
  const sql = await plainSql();
  const sort = { created: sql`s.created_at`, name: sql`lower(s.name)`, stimuli: sql`stimuli` }[
    request.sort as (typeof SET_SORTS)[number]
  ];
  const status = request.filters.status ?? "";
  const rows = await sql<(SetLine & { total: number })[]>`
    select s.id, s.name, s.preset, s.status, s.created_at as "createdAt", s.published_at as "publishedAt",
      (select count(*)::int from stimuli t where t.set_id = s.id) as stimuli,
      array(select c->>'id' from jsonb_array_elements(s.details->'conditions') c) as conditions,
      (select count(*)::int from studies d where d.set_id = s.id) as studies,
      exists (select 1 from studies d where d.set_id = s.id and d.mode = 'live' and d.launched_at is not null
        and d.unblinded_at is null) as blind,
      count(*) over ()::int as total
    from stimulus_sets s
    where (s.status = ${status} or (${status} = '' and s.status <> 'archived'))
      and (s.name ilike ${likePattern(request.search)} or s.id ilike ${likePattern(request.search)}
        or s.preset ilike ${likePattern(request.search)})
    order by ${sort} ${request.descending ? sql`desc` : sql`asc`}, s.id
    limit ${request.size} offset ${(request.page - 1) * request.size}`;
  return pageOf(rows);
}
