import { plainSql } from "@/lib/services/database";
import { type ListPage, type ListRequest, likePattern, pageOf } from "@/lib/services/list-page";
import type { StudyMode, StudyStatus } from "@/lib/study/terms";

/** A study in the overview. */
export interface StudyLine {
  slug: string;
  name: string;
  mode: StudyMode;
  status: StudyStatus;
  setId: string;
  setName: string;
  completed: number;
  active: number;
  target: number;
  createdAt: Date;
  lastActivityAt: Date | null;
}

/** Columns that the overview sorts by. */
export const STUDY_SORTS = ["activity", "name", "completed", "created"] as const;

/** One page of the studies, searched by name, slug and set. */
export async function studyOverview(request: ListRequest): Promise<ListPage<StudyLine>> {
  const sql = await plainSql();
  const sort = {
    name: sql`lower(s.name)`,
    completed: sql`coalesce(c.completed, 0)`,
    created: sql`s.created_at`,
    activity: sql`coalesce(c.last_activity_at, s.launched_at, s.created_at)`,
  }[request.sort as (typeof STUDY_SORTS)[number]];
  const rows = await sql<(StudyLine & { total: number })[]>`
    select s.slug, s.name, s.mode, s.status, t.id as "setId", t.name as "setName", s.created_at as "createdAt",
      coalesce(c.completed, 0)::int as completed, coalesce(c.active, 0)::int as active,
      c.last_activity_at as "lastActivityAt", count(*) over ()::int as total,
      coalesce(v.configuration->'stop'->>'participants', v.configuration->'stop'->>'maximum')::int as target
    from studies s
    join stimulus_sets t on t.id = s.set_id
    left join lateral (
      select count(*) filter (where x.status = 'complete') as completed,
        count(*) filter (where x.status = 'active') as active, max(x.last_seen_at) as last_activity_at
      from sessions x where x.study_id = s.id and x.mode = s.mode
    ) c on true
    left join lateral (
      select configuration from study_versions v where v.study_id = s.id order by v.number desc limit 1
    ) v on true
    where (${request.filters.status ?? ""} = '' or s.status = ${request.filters.status ?? ""})
      and s.archived_at is null
      and (s.name ilike ${likePattern(request.search)} or s.slug ilike ${likePattern(request.search)}
        or t.name ilike ${likePattern(request.search)})
    order by ${sort} ${request.descending ? sql`desc` : sql`asc`} nulls last, s.slug
    limit ${request.size} offset ${(request.page - 1) * request.size}`;
  return pageOf(rows);
}
