import { and, asc, count, desc, eq, inArray, type SQL } from "drizzle-orm";
import { countedSessions } from "@/db/schema/counted";
import { sessions } from "@/db/schema/sessions";
import { trials } from "@/db/schema/trials";
import { database } from "@/lib/services/database";
import { type ListPage, type ListRequest, pageOf, searched } from "@/lib/services/list-page";
import { textIn, totalRows, wordsWith } from "@/lib/services/sql-terms";
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
  const db = await database();
  const { id, participantId, status, language, device, startedAt, lastSeenAt } = sessions;
  const sort = { started: startedAt, seen: lastSeenAt, status }[
    request.sort as (typeof SESSION_SORTS)[number]
  ];
  const reason = countedSessions.exclusionReason;
  const rows = await db
    .select({
      id,
      participant: participantId,
      status,
      place: wordsWith(" ", textIn(sessions.state, "kind"), textIn(sessions.state, "trial")),
      language,
      device,
      startedAt,
      lastSeenAt,
      completedAt: sessions.completedAt,
      exclusionReason: reason,
      total: totalRows(),
    })
    .from(countedSessions)
    .innerJoin(sessions, eq(sessions.id, countedSessions.id))
    .where(
      and(
        eq(countedSessions.studyId, facts.id),
        ofStatus(request.filters.status),
        searched(request.search, id, participantId, reason),
      ),
    )
    .orderBy(request.descending ? desc(sort) : asc(sort), id)
    .limit(request.size)
    .offset((request.page - 1) * request.size);
  const rated = await ratedTrials(rows.map((row) => row.id));
  return pageOf(rows.map((row) => ({ ...row, rated: rated.get(row.id) ?? 0 })));
}

/** A session's status, or `excluded`; without a word all of them. */
function ofStatus(wanted: string | undefined): SQL | undefined {
  if (!wanted) return undefined;
  if (wanted === "excluded") return eq(countedSessions.excluded, true);
  return eq(sessions.status, wanted as SessionStatus);
}

/** How many trials each of some sessions has rated. */
async function ratedTrials(ids: readonly string[]): Promise<Map<string, number>> {
  const db = await database();
  const { sessionId, status } = trials;
  const rows = await db
    .select({ sessionId, rated: count() })
    .from(trials)
    .where(and(inArray(sessionId, [...ids]), eq(status, "rated")))
    .groupBy(sessionId);
  return new Map(rows.map((row) => [row.sessionId, row.rated]));
}
