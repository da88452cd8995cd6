import { and, asc, desc, eq } from "drizzle-orm";
import { sessions, slots } from "@/db/schema/sessions";
import { stimulusSets } from "@/db/schema/stimuli";
import { studies } from "@/db/schema/studies";
import { database } from "@/lib/services/database";
import type { StudyMode, StudyStatus } from "@/lib/study/terms";

/** A study as lists show it. */
export interface ListedStudy {
  slug: string;
  name: string;
  mode: StudyMode;
  status: StudyStatus;
  set: string;
  sessions: number;
  completed: number;
  slots: number;
  createdAt: Date;
}

/** All studies, the newest first. */
export async function listStudies(): Promise<ListedStudy[]> {
  const db = await database();
  const { id, slug, name, mode, status, createdAt } = studies;
  const own = eq(sessions.studyId, id);
  return db
    .select({
      ...{ slug, name, mode, status, set: stimulusSets.name },
      sessions: db.$count(sessions, own),
      completed: db.$count(sessions, and(own, eq(sessions.status, "complete"))),
      slots: db.$count(slots, eq(slots.studyId, id)),
      createdAt,
    })
    .from(studies)
    .innerJoin(stimulusSets, eq(stimulusSets.id, studies.setId))
    .orderBy(desc(createdAt), asc(slug));
}
