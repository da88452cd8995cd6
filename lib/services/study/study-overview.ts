import { and, asc, desc, eq, isNull, max } from "drizzle-orm";
import { sessions } from "@/db/schema/sessions";
import { stimulusSets } from "@/db/schema/stimuli";
import { studies, studyVersions } from "@/db/schema/studies";
import { database } from "@/lib/services/database";
import { type ListPage, type ListRequest, pageOf, searched } from "@/lib/services/list-page";
import { countWhere, firstOf, inLowerCase, nullsLast, totalRows } from "@/lib/services/sql-terms";
import { largestQuota } from "@/lib/study/analysis-plan";
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
  const db = await database();
  const { slug, name, mode, status, setId, createdAt, launchedAt, archivedAt } = studies;
  const counts = db
    .select({
      completed: countWhere(eq(sessions.status, "complete")).as("completed"),
      active: countWhere(eq(sessions.status, "active")).as("active"),
      lastActivityAt: max(sessions.lastSeenAt).as("last_activity_at"),
    })
    .from(sessions)
    .where(and(eq(sessions.studyId, studies.id), eq(sessions.mode, mode)))
    .as("counts");
  const newest = db
    .select({ configuration: studyVersions.configuration })
    .from(studyVersions)
    .where(eq(studyVersions.studyId, studies.id))
    .orderBy(desc(studyVersions.number))
    .limit(1)
    .as("newest");
  const sort = {
    name: inLowerCase(name),
    completed: counts.completed,
    created: createdAt,
    activity: firstOf(counts.lastActivityAt, launchedAt, createdAt),
  }[request.sort as (typeof STUDY_SORTS)[number]];
  const wanted = request.filters.status as StudyStatus | "" | undefined;
  const rows = await db
    .select({
      ...{ slug, name, mode, status, setId, setName: stimulusSets.name, createdAt },
      completed: counts.completed,
      active: counts.active,
      lastActivityAt: counts.lastActivityAt,
      configuration: newest.configuration,
      total: totalRows(),
    })
    .from(studies)
    .innerJoin(stimulusSets, eq(stimulusSets.id, setId))
    .crossJoinLateral(counts)
    .crossJoinLateral(newest)
    .where(
      and(
        wanted ? eq(status, wanted) : undefined,
        isNull(archivedAt),
        searched(request.search, name, slug, stimulusSets.name),
      ),
    )
    .orderBy(nullsLast(request.descending ? desc(sort) : asc(sort)), slug)
    .limit(request.size)
    .offset((request.page - 1) * request.size);
  return pageOf(
    rows.map(({ configuration, ...row }) => ({ ...row, target: largestQuota(configuration.stop) })),
  );
}
