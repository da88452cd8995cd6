import { and, desc, eq } from "drizzle-orm";
import { studies, studyVersions } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import { InputError } from "@/lib/shared/invariant";

/** A study's row. */
export type StudyRow = typeof studies.$inferSelect;
/** A study version's row. */
export type VersionRow = typeof studyVersions.$inferSelect;

/**
 * Finds a study by its slug.
 * @throws InputError where there is none
 */
export async function findStudy(slug: string, within?: Database): Promise<StudyRow> {
  const db = within ?? (await database());
  const [found] = await db.select().from(studies).where(eq(studies.slug, slug));
  if (!found)
    throw new InputError(`expected the slug of a study, got ${slug}`, { code: "not found" });
  return found;
}

/**
 * The version that new sessions get: the newest frozen one, or the draft before the launch.
 * @throws Error for a study without such a version
 */
export async function currentVersion(db: Database, study: StudyRow): Promise<VersionRow> {
  const status = study.launchedAt ? "frozen" : "draft";
  const [found] = await db
    .select()
    .from(studyVersions)
    .where(and(eq(studyVersions.studyId, study.id), eq(studyVersions.status, status)))
    .orderBy(desc(studyVersions.number))
    .limit(1);
  if (!found) throw new Error(`study ${study.slug} has no ${status} version`);
  return found;
}
