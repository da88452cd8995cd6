import { plainSql } from "@/lib/services/database";
import { type ListPage, type ListRequest, likePattern, pageOf } from "@/lib/services/list-page";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import type { SessionStatus } from "@/lib/study/terms";

/** A session in the list of participants. */
export interface SessionLine {
  id: string;
  participant: string;
  status: SessionStatus;
  place: string;
  language: string;
  device: string | null;
  startedAt: Date;
  lastSeenAt: Date;
  completedAt: Date | null;
  rated: number;
  exclusionReason: string | null;
}

/** Columns that the list of participants sorts by. */
export const SESSION_SORTS = ["started", "seen", "status"] as const;

/** One page of a study's sessions, searched by id and exclusion reason. */
export async function studySessions(
  facts: StudyFacts,
  request: ListRequest,
): Promise<ListPage<SessionLine>> {
  const sql = await plainSql();
  const direction = request.descending ? sql`desc` : sql`asc`;
  const sort = { started: sql`s.started_at`, seen: sql`s.last_seen_at`, status: sql`s.status` }[
    request.sort as (typeof SESSION_SORTS)[number]
  ];
  const wanted = request.filters.status ?? "";
  const found = sql`
    from sessions s left join exclusions e on e.session_id = s.id and e.undone_at is null
    where s.study_id = ${facts.id} and s.mode = ${facts.mode}
      and (${wanted} = '' or s.status = ${wanted} or (${wanted} = 'excluded' and e.id is not null))
      and (${request.search} = '' or s.id ilike ${likePattern(request.search)}
        or s.participant_id ilike ${likePattern(request.search)} or e.reason ilike ${likePattern(request.search)})`;
  const rows = await sql<(SessionLine & { total: number })[]>`
    with page as (
      select s.*, e.reason as exclusion_reason, count(*) over ()::int as total ${found}
      order by ${sort} ${direction}, s.id limit ${request.size} offset ${(request.page - 1) * request.size}
    )
    select s.id, s.participant_id as participant, s.status, s.language, s.device, s.started_at as "startedAt",
      concat_ws(' ', s.state->>'kind', s.state->>'trial') as place, s.last_seen_at as "lastSeenAt",
      s.completed_at as "completedAt", s.exclusion_reason as "exclusionReason", s.total,
      (select count(*)::int from trials t where t.session_id = s.id and t.status = 'rated') as rated
    from page s order by ${sort} ${direction}, s.id`;
  return pageOf(rows);
}
