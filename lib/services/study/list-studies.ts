import { plainSql } from "@/lib/services/database";
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
  const sql = await plainSql();
  return sql<ListedStudy[]>`
    select s.slug, s.name, s.mode, s.status, t.name as set, s.created_at as "createdAt",
      (select count(*)::int from sessions x where x.study_id = s.id) as sessions,
      (select count(*)::int from sessions x where x.study_id = s.id and x.status = 'complete') as completed,
      (select count(*)::int from slots x where x.study_id = s.id) as slots
    from studies s join stimulus_sets t on t.id = s.set_id
    order by s.created_at desc, s.slug`;
}
